/* The machine's own: file systems, the serial ports, the way out. assets/runner/README.md is the contract. */
#include "init.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { EXIT_PORT = 0xf4 };

const int control_port = 3;
static bool machine;

bool is_machine(void) { return machine; }

static void need_mount(const char *type, const char *folder, unsigned long flags, const char *options)
{
    if (mount(type, folder, type, flags, options)) die("%s cannot be mounted on %s: %m", type, folder);
}

/* Lines as they are: no carriage returns, no echo. */
static void make_raw(int port)
{
    struct termios settings;
    if (tcgetattr(port, &settings)) die("the serial port %d cannot be set up: %m", port);
    cfmakeraw(&settings);
    tcsetattr(port, TCSANOW, &settings);
}

/* Programs log to /dev/stdout and /dev/stderr, as in a container: both are the console. */
static void open_console(const struct program *program)
{
    make_raw(STDOUT_FILENO);
    if (chown("/dev/console", program->user, program->group)) die("the console cannot be given to the program: %m");
    if (symlink("console", "/dev/stdout") || symlink("console", "/dev/stderr")) die("/dev cannot be written: %m");
}

static void open_control_port(void)
{
    int port = open("/dev/ttyS1", O_RDWR | O_NOCTTY);
    if (port < 0) die("the control port cannot be opened: %m");
    if (port != control_port && (dup2(port, control_port) < 0 || close(port))) die("the control port cannot be kept: %m");
    fcntl(control_port, F_SETFD, FD_CLOEXEC);
    make_raw(control_port);
}

void enter_machine(void)
{
    machine = true;
    umask(022);
}

void begin_machine(const struct program *program)
{
    need_mount("devtmpfs", "/dev", MS_NOSUID | MS_NOEXEC, "mode=755");
    need_mount("tmpfs", "/tmp", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=1777");
    need_mount("tmpfs", "/run", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=755");
    open_console(program);
    open_control_port();
}

void tell(const char *line)
{
    dprintf(control_port, "%s\n", line);
}

void end_machine(int status)
{
    sync();
    tcdrain(STDOUT_FILENO);
    tcdrain(control_port);
    if (ioperm(EXIT_PORT, 1, 1) == 0) outb((unsigned char) status, EXIT_PORT);
    /* A machine that has no such port: a reset tells the runner that something is wrong. */
    reboot(RB_AUTOBOOT);
    _exit(FAILED);
}

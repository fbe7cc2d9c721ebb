/* For tests in real time: a TAP device in a network namespace of the test's own, and a monotonic clock. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <caml/alloc.h>
#include <caml/bigarray.h>
#include <caml/memory.h>
#include <caml/mlvalues.h>

static int set_up(int control, uint32_t address, int mtu)
{
    struct ifreq request = {.ifr_name = "evolve0"};
    struct sockaddr_in inet = {.sin_family = AF_INET};
    inet.sin_addr.s_addr = htonl(address);
    memcpy(&request.ifr_addr, &inet, sizeof inet);
    if (ioctl(control, SIOCSIFADDR, &request))
        return -1;
    inet.sin_addr.s_addr = htonl(0xffffff00);
    memcpy(&request.ifr_netmask, &inet, sizeof inet);
    if (ioctl(control, SIOCSIFNETMASK, &request))
        return -1;
    request.ifr_mtu = mtu;
    if (ioctl(control, SIOCSIFMTU, &request))
        return -1;
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    return ioctl(control, SIOCSIFFLAGS, &request);
}

/* Whether this is a network namespace in which nobody is: a container without a network is one, and may make no other. */
static int is_alone(void)
{
    struct if_nameindex *names = if_nameindex();
    int alone = names && names[0].if_index && !names[1].if_index && !strcmp(names[0].if_name, "lo");
    if (names)
        if_freenameindex(names);
    return alone;
}

/* The device's descriptor, or minus errno. */
CAMLprim value tap_open(value address, value mtu)
{
    struct ifreq request = {.ifr_name = "evolve0", .ifr_flags = IFF_TAP | IFF_NO_PI};
    int device, control, failed;
    if (!is_alone() && unshare(CLONE_NEWNET))
        return Val_int(-errno);
    device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (device < 0)
        return Val_int(-errno);
    control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    failed = control < 0 || ioctl(device, TUNSETIFF, &request) || set_up(control, Long_val(address), Int_val(mtu));
    if (failed) {
        failed = errno;
        close(device);
    }
    if (control >= 0)
        close(control);
    return Val_int(failed ? -failed : device);
}

/* Bytes, or minus errno. */
CAMLprim value tap_read(value device, value buffer, value length)
{
    ssize_t got = read(Int_val(device), Caml_ba_data_val(buffer), Long_val(length));
    return Val_long(got < 0 ? -errno : got);
}

CAMLprim value tap_write(value device, value buffer, value length)
{
    ssize_t put = write(Int_val(device), Caml_ba_data_val(buffer), Long_val(length));
    return Val_long(put < 0 ? -errno : put);
}

CAMLprim value tap_error(value number)
{
    return caml_copy_string(strerror(Int_val(number)));
}

CAMLprim value real_now(value unit)
{
    struct timespec now;
    (void)unit;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return Val_long(now.tv_sec * 1000000000L + now.tv_nsec);
}

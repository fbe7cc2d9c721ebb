/* IPv4 by the classic calls; what the kernel's own ip= would do, without waiting for it. */
#include "init.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <net/route.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static void set_address(struct sockaddr *place, in_addr_t address)
{
    struct sockaddr_in internet = { .sin_family = AF_INET, .sin_addr.s_addr = address };
    memcpy(place, &internet, sizeof internet);
}

static in_addr_t need_address(const char *text)
{
    in_addr_t address = inet_addr(text);
    if (address == INADDR_NONE) die("%s is no IPv4 address", text);
    return address;
}

static void start_interface(int socket, const char *name, in_addr_t address, int bits)
{
    struct ifreq request = { 0 };
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    set_address(&request.ifr_addr, address);
    if (ioctl(socket, SIOCSIFADDR, &request)) die("the network interface %s does not take its address: %m", name);
    set_address(&request.ifr_netmask, htonl(bits ? ~0u << (32 - bits) : 0));
    if (ioctl(socket, SIOCSIFNETMASK, &request)) die("the network interface %s does not take its mask: %m", name);
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    if (ioctl(socket, SIOCSIFFLAGS, &request)) die("the network interface %s does not start: %m", name);
}

void start_network(void)
{
    const char *host = setting("host"), *resolver = setting("resolver");
    char *address = setting("address"), *bits = strchr(address, '/');
    if (!bits) die("the address %s does not say how large its network is", address);
    *bits++ = 0;

    if (sethostname(host, strlen(host))) die("the host name %s cannot be set: %m", host);
    int handle = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (handle < 0) die("there is no network: %m");
    start_interface(handle, "lo", htonl(INADDR_LOOPBACK), 8);
    start_interface(handle, "eth0", need_address(address), atoi(bits));

    struct rtentry route = { .rt_flags = RTF_UP | RTF_GATEWAY };
    set_address(&route.rt_dst, INADDR_ANY);
    set_address(&route.rt_genmask, INADDR_ANY);
    set_address(&route.rt_gateway, need_address(setting("gateway")));
    if (ioctl(handle, SIOCADDRT, &route) && errno != EEXIST) die("the gateway cannot be set: %m");
    close(handle);

    /* The image's /etc/resolv.conf leads here. */
    FILE *file = fopen("/run/resolv.conf", "w");
    if (!file || fprintf(file, "nameserver %s\n", resolver) < 0 || fclose(file)) die("/run/resolv.conf cannot be written: %m");
}

/*
 * linkEmulator NAMESPACE NAMESPACE DEVICE ONE_WAY_MS MEGABITS QUEUE_BYTES LOST_SHARE
 *
 * Joins two network namespaces (paths like /proc/PID/ns/net) by a TUN device in each. Every packet waits for its turn on the link, takes as
 * long as its bytes take at the link's rate, and arrives a fixed delay later. A packet that finds more than QUEUE_BYTES waiting is dropped, and so
 * is LOST_SHARE of all, at random.
 * Prints a line when the devices stand; ends on SIGTERM.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define CAPACITY 16384
#define PACKET_SIZE 1600
#define BURST 64

typedef struct {
  uint64_t arrival;
  ssize_t length;
  unsigned char bytes[PACKET_SIZE];
} Packet;

typedef struct {
  Packet *ring;
  unsigned first, next;
  uint64_t link_free_at;
  int from, to;
} Direction;

static uint64_t delay_ns, queue_ns;
static double loss;
static double ns_per_byte;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

static int open_device(const char *namespace, const char *name) {
  int ns = open(namespace, O_RDONLY);
  if (ns < 0 || setns(ns, CLONE_NEWNET)) fail(namespace);
  close(ns);
  int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  if (device < 0) fail("/dev/net/tun");
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (ioctl(device, TUNSETIFF, &request)) fail("TUNSETIFF");
  return device;
}

static void take_in(Direction *d) {
  for (int i = 0; i < BURST && d->next - d->first < CAPACITY; i++) {
    Packet *p = &d->ring[d->next % CAPACITY];
    p->length = read(d->from, p->bytes, PACKET_SIZE);
    if (p->length <= 0) return;
    uint64_t now = now_ns();
    uint64_t start = d->link_free_at > now ? d->link_free_at : now;
    if (start - now > queue_ns || drand48() < loss) continue;
    d->link_free_at = start + (uint64_t)((double)p->length * ns_per_byte);
    p->arrival = d->link_free_at + delay_ns;
    d->next++;
  }
}

/* Returns when the next packet is due; UINT64_MAX when none waits. */
static uint64_t hand_on(Direction *d) {
  uint64_t now = now_ns();
  for (; d->first != d->next; d->first++) {
    Packet *p = &d->ring[d->first % CAPACITY];
    if (p->arrival > now) return p->arrival;
    if (write(d->to, p->bytes, (size_t)p->length) < 0) continue; /* a full device drops, like a full network card */
  }
  return UINT64_MAX;
}

int main(int count, char **values) {
  if (count != 8) return 2;
  int a = open_device(values[1], values[3]);
  int b = open_device(values[2], values[3]);
  delay_ns = (uint64_t)(atof(values[4]) * 1e6);
  ns_per_byte = 8e3 / atof(values[5]);
  queue_ns = (uint64_t)(atof(values[6]) * ns_per_byte);
  loss = atof(values[7]);
  Direction directions[2] = {{.from = a, .to = b}, {.from = b, .to = a}};
  for (int i = 0; i < 2; i++) directions[i].ring = malloc(sizeof(Packet) * CAPACITY);
  prctl(PR_SET_TIMERSLACK, 1000);
  setpriority(PRIO_PROCESS, 0, -15);
  puts("ready");
  fflush(stdout);
  for (;;) {
    uint64_t first = hand_on(&directions[0]), second = hand_on(&directions[1]);
    uint64_t due = first < second ? first : second;
    struct timespec wait = {0, 0};
    if (due != UINT64_MAX) {
      uint64_t now = now_ns(), left = due > now ? due - now : 0;
      wait.tv_sec = (time_t)(left / 1000000000ull);
      wait.tv_nsec = (long)(left % 1000000000ull);
    }
    struct pollfd inputs[2] = {{.fd = a, .events = POLLIN}, {.fd = b, .events = POLLIN}};
    if (ppoll(inputs, 2, due == UINT64_MAX ? NULL : &wait, NULL) <= 0) continue;
    for (int i = 0; i < 2; i++)
      if (inputs[i].revents & POLLIN) take_in(&directions[i]);
  }
}

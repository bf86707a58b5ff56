/*
 * What a core can do at most: a hub that does nothing but one send() per client and event. No tokens, no resume, no
 * limits, no care for slow clients. Built by the bench: cc -O2 -o one-send one-send.c
 *
 *   one-send PORT
 *
 * GET opens a stream, POST publishes its body; both are taken to arrive in one piece.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_STREAMS 20000

static int streams[MAX_STREAMS], count, epoll;
static char request[1 << 16], event[1 << 17];

static void watch(int fd) {
  struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
  epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e);
}

static void answer(int fd, const char *text) {
  send(fd, text, strlen(text), MSG_NOSIGNAL);
}

static void publish(const char *data) {
  static unsigned long id;
  int length = snprintf(event, sizeof event, "id: %lu\ndata: %s\n\n", ++id, data);
  for (int i = 0; i < count; i++) send(streams[i], event, length, MSG_NOSIGNAL);
}

static void leave(int fd) {
  for (int i = 0; i < count; i++)
    if (streams[i] == fd) streams[i--] = streams[--count];
  close(fd);
}

static void take(int fd) {
  ssize_t got = read(fd, request, sizeof request - 1);
  if (got <= 0) { leave(fd); return; }
  request[got] = 0;
  if (!strncmp(request, "GET", 3)) {
    if (count == MAX_STREAMS) { close(fd); return; }
    answer(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
    streams[count++] = fd;
    return;
  }
  const char *body = strstr(request, "\r\n\r\n");
  if (body && body[4]) publish(body + 4);
  answer(fd, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
}

int main(int argc, char **argv) {
  if (argc < 2) { fprintf(stderr, "one-send PORT\n"); return 2; }
  int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 65535)) { perror("listen"); return 1; }
  epoll = epoll_create1(0);
  watch(listener);
  printf("port %s\n", argv[1]);
  fflush(stdout);
  static struct epoll_event events[256];
  for (;;) {
    int ready = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd != listener) { take(fd); continue; }
      int stream = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
      if (stream < 0) continue;
      setsockopt(stream, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      watch(stream);
    }
  }
}

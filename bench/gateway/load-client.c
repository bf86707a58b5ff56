/*
 * Opens many event streams and reads them as cheaply as it can, so that it isn't what is measured.
 * One thread, epoll. Built by the bench: cc -O2 -o load-client load-client.c
 *
 *   load-client PORT CONNECTIONS HEADS [IN_FLIGHT] [STALLED] [REST]
 *
 * HEADS: a file with one request head per connection, each ended by an empty line; fewer are used in turn.
 * IN_FLIGHT: how many connections may be under way at once. STALLED: how many of them never read.
 * REST: µs between looks at what came. A reader that sleeps in epoll is woken by nearly every send, and the sender
 * pays for that: with many clients a sixth of any hub's time, which no client on another machine would cost it.
 *
 * An event counts when a line begins with `data: {"user_id":"t<µs since 1970>`, its time of publication.
 *
 * stdin:  `mark` forgets what was counted; `report` prints it; `cut` closes everything and connects again, each
 *         with its own last id as Last-Event-ID; end of input ends the program.
 * stdout: `up N MS` when all streams have begun; `p EVENTS` each time one more event has reached everybody who reads;
 *         `r DELIVERIES P50 P99 MAX OPEN BYTES` (µs), a report; `marked` when all is forgotten.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LINE_START 80
#define BUCKET_US 50
#define BUCKETS 400000
#define ID_LENGTH 64
/* More than events can be on their way at once. */
#define LEVELS 65536

struct stream {
  int fd;
  uint16_t line_length; /* of what `line` holds of the current line */
  uint8_t begun, stalled;
  uint32_t got; /* events since `mark` */
  char line[LINE_START];
  char last_id[ID_LENGTH];
};

static struct stream *streams;
static char **heads;
static int head_count, count, in_flight_limit = 512, stalled, rest, port;
static int next_to_open, opening, begun, open_now, epoll;
static uint64_t deliveries, bytes_read, started_us;
/* How many streams have got their nth event, by n modulo LEVELS. */
static int reached[LEVELS];
static uint32_t histogram[BUCKETS];
static uint64_t max_latency;
static char buffer[1 << 18];

static uint64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (uint64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void read_heads(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) { perror(path); exit(1); }
  static char text[1 << 16];
  size_t length = 0;
  char *line = NULL;
  size_t size = 0;
  ssize_t got;
  while ((got = getline(&line, &size, file)) > 0) {
    memcpy(text + length, line, got);
    length += got;
    text[length] = 0;
    if (got <= 2) {
      heads = realloc(heads, sizeof(char *) * (head_count + 1));
      /* Without the empty line: a Last-Event-ID may follow. */
      heads[head_count++] = strndup(text, length - got);
      length = 0;
    }
  }
  fclose(file);
}

static void open_next(void) {
  struct stream *s = &streams[next_to_open];
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  s->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (s->fd < 0) { perror("socket"); exit(1); }
  int one = 1, small = 4096;
  setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  s->stalled = next_to_open < stalled;
  if (s->stalled) setsockopt(s->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  s->begun = 0;
  s->line_length = 0;
  connect(s->fd, (struct sockaddr *)&address, sizeof address);
  struct epoll_event e = {.events = EPOLLOUT, .data.u32 = next_to_open};
  epoll_ctl(epoll, EPOLL_CTL_ADD, s->fd, &e);
  next_to_open++;
  opening++;
}

static void open_more(void) {
  while (next_to_open < count && opening < in_flight_limit) open_next();
}

static void send_head(struct stream *s, uint32_t i) {
  char text[1 << 14];
  int length = snprintf(text, sizeof text, "%s", heads[i % head_count]);
  if (s->last_id[0]) length += snprintf(text + length, sizeof text - length, "Last-Event-ID: %s\r\n", s->last_id);
  length += snprintf(text + length, sizeof text - length, "\r\n");
  if (write(s->fd, text, length) != length) { perror("write"); exit(1); }
  struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};
  epoll_ctl(epoll, EPOLL_CTL_MOD, s->fd, &e);
}

/* The value of a field, without the blank that may follow the colon; NULL if the line is another field's. */
static const char *field(const struct stream *s, const char *name, size_t length) {
  if (s->line_length <= length || memcmp(s->line, name, length) != 0) return NULL;
  return s->line + length + (s->line[length] == ' ');
}

static void take_line(struct stream *s, uint64_t now) {
  static const char mark[] = "{\"user_id\":\"t";
  const char *value;
  if ((value = field(s, "id:", 3))) {
    snprintf(s->last_id, ID_LENGTH, "%s", value);
  } else if ((value = field(s, "data:", 5)) && strncmp(value, mark, sizeof mark - 1) == 0) {
    uint64_t latency = now - strtoull(value + sizeof mark - 1, NULL, 10);
    histogram[latency / BUCKET_US < BUCKETS ? latency / BUCKET_US : BUCKETS - 1]++;
    if (latency > max_latency) max_latency = latency;
    deliveries++;
    int *level = &reached[++s->got % LEVELS];
    if (++*level == count - stalled) {
      *level = 0;
      printf("p %u\n", s->got);
    }
  }
}

static void take(struct stream *s, const char *data, size_t length, uint64_t now) {
  const char *end = data + length;
  while (data < end) {
    const char *newline = memchr(data, '\n', end - data);
    size_t part = (newline ? newline : end) - data;
    size_t room = LINE_START - 1 - s->line_length;
    size_t kept = part < room ? part : room;
    memcpy(s->line + s->line_length, data, kept);
    s->line_length += kept;
    if (!newline) return;
    if (s->line_length && s->line[s->line_length - 1] == '\r') s->line_length--;
    s->line[s->line_length] = 0;
    take_line(s, now);
    s->line_length = 0;
    data = newline + 1;
  }
}

static void begin(struct stream *s, uint32_t i, const char *data, size_t length) {
  if (length < 12 || memcmp(data + 9, "200", 3) != 0) {
    fprintf(stderr, "refused: %.*s\n", (int)(length < 300 ? length : 300), data);
    exit(1);
  }
  s->begun = 1;
  opening--;
  open_now++;
  if (s->stalled) epoll_ctl(epoll, EPOLL_CTL_DEL, s->fd, NULL);
  if (++begun == count) printf("up %d %lu\n", count, (unsigned long)(now_us() - started_us) / 1000);
  (void)i;
}

static void read_stream(uint32_t i) {
  struct stream *s = &streams[i];
  ssize_t got = read(s->fd, buffer, sizeof buffer);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) {
    close(s->fd);
    s->fd = -1;
    if (s->begun) open_now--;
    else { fprintf(stderr, "stream %u closed before it began: %s\n", i, got ? strerror(errno) : "end"); exit(1); }
    return;
  }
  bytes_read += got;
  if (!s->begun) begin(s, i, buffer, got);
  take(s, buffer, got, now_us());
}

static uint64_t percentile(double share) {
  uint64_t wanted = deliveries * share, sum = 0;
  for (int i = 0; i < BUCKETS; i++)
    if ((sum += histogram[i]) > wanted) return (uint64_t)i * BUCKET_US;
  return max_latency;
}

static void obey(const char *command) {
  if (!strncmp(command, "mark", 4)) {
    memset(histogram, 0, sizeof histogram);
    memset(reached, 0, sizeof reached);
    for (int i = 0; i < count; i++) streams[i].got = 0;
    deliveries = bytes_read = max_latency = 0;
    printf("marked\n");
  } else if (!strncmp(command, "report", 6)) {
    printf("r %lu %lu %lu %lu %d %lu\n", (unsigned long)deliveries, (unsigned long)percentile(0.5),
           (unsigned long)percentile(0.99), (unsigned long)max_latency, open_now, (unsigned long)bytes_read);
  } else if (!strncmp(command, "cut", 3)) {
    for (int i = 0; i < count; i++) if (streams[i].fd >= 0) close(streams[i].fd);
    next_to_open = opening = begun = open_now = 0;
    started_us = now_us();
    open_more();
  }
}

int main(int argc, char **argv) {
  if (argc < 4) { fprintf(stderr, "load-client PORT CONNECTIONS HEADS [IN_FLIGHT] [STALLED] [REST]\n"); return 2; }
  port = atoi(argv[1]);
  count = atoi(argv[2]);
  read_heads(argv[3]);
  if (argc > 4) in_flight_limit = atoi(argv[4]);
  if (argc > 5) stalled = atoi(argv[5]);
  if (argc > 6) rest = atoi(argv[6]);
  setvbuf(stdout, NULL, _IOLBF, 1 << 16);
  streams = calloc(count, sizeof *streams);
  epoll = epoll_create1(0);
  struct epoll_event input = {.events = EPOLLIN, .data.u32 = UINT32_MAX};
  epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &input);
  started_us = now_us();
  open_more();
  static struct epoll_event events[1024];
  for (;;) {
    if (rest) usleep(rest);
    int ready = epoll_wait(epoll, events, 1024, -1);
    for (int n = 0; n < ready; n++) {
      uint32_t i = events[n].data.u32;
      if (i == UINT32_MAX) {
        char commands[256];
        ssize_t got = read(0, commands, sizeof commands - 1);
        if (got <= 0) return 0;
        commands[got] = 0;
        for (char *c = strtok(commands, "\n"); c; c = strtok(NULL, "\n")) obey(c);
        break;
      }
      if (streams[i].fd < 0) continue;
      if (events[n].events & EPOLLOUT) send_head(&streams[i], i);
      else read_stream(i);
    }
    open_more();
  }
}

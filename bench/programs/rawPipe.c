/*
 * rawPipe listen|connect send|receive HOST PORT FILE
 *
 * A file over one TCP connection and nothing else: sendfile on one side, receive and write in large pieces on the other. What the machine
 * can do, with no names, no encryption and no check.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE (1 << 20)

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int listen_once(struct sockaddr_in *address) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)address, sizeof *address) || listen(listener, 1)) fail("listen");
  int connection = accept(listener, NULL, NULL);
  if (connection < 0) fail("accept");
  close(listener);
  return connection;
}

static int dial(struct sockaddr_in *address) {
  int connection = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(connection, (struct sockaddr *)address, sizeof *address)) fail("connect");
  return connection;
}

static void send_file(int connection, const char *path) {
  int file = open(path, O_RDONLY);
  struct stat facts;
  if (file < 0 || fstat(file, &facts)) fail(path);
  for (off_t at = 0; at < facts.st_size;)
    if (sendfile(connection, file, &at, 16 * PIECE) <= 0) fail("sendfile");
  shutdown(connection, SHUT_WR);
  char end;
  if (read(connection, &end, 1) < 0) fail("read"); /* until the other side has written everything */
}

static void receive_file(int connection, const char *path) {
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  char *bytes = malloc(PIECE);
  if (file < 0 || bytes == NULL) fail(path);
  for (;;) {
    ssize_t received = recv(connection, bytes, PIECE, 0);
    if (received < 0) fail("recv");
    if (received == 0) break;
    for (ssize_t at = 0; at < received;) {
      ssize_t written = write(file, bytes + at, (size_t)(received - at));
      if (written < 0) fail("write");
      at += written;
    }
  }
  close(file);
}

int main(int count, char **values) {
  if (count != 6) return 2;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(values[4]))};
  if (inet_pton(AF_INET, values[3], &address.sin_addr) != 1) fail(values[3]);
  int connection = strcmp(values[1], "listen") == 0 ? listen_once(&address) : dial(&address);
  if (strcmp(values[2], "send") == 0) send_file(connection, values[5]);
  else receive_file(connection, values[5]);
  close(connection);
  return 0;
}

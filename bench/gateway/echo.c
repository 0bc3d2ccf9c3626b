/* echo PORT echo|batched|answer: on 127.0.0.1, by UDP.
 *
 * echo: each packet goes back as a response, one at a time: what a DNS server cannot undercut.
 * batched: the same in batches of 64 (recvmmsg, sendmmsg). answer: each question gets an address of
 * the documentation range for an hour: an upstream for the others. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { BATCH = 64, MOST = 4096 };

static const unsigned char record[16] = {0xC0, 12, 0, 1, 0, 1, 0, 0, 14, 16, 0, 4, 192, 0, 2, 7};

/* The length of the response that the packet became. */
static ssize_t respond(unsigned char *packet, ssize_t length, int answers)
{
    ssize_t end;
    packet[2] |= 0x80;
    packet[3] = (unsigned char)(0x80 | (answers ? 0 : 3));
    if (!answers)
        return length;
    for (end = 12; end < length && packet[end] && packet[end] < 64; end += packet[end] + 1)
        ;
    length = end + 5 <= length ? end + 5 : length; /* an OPT record is dropped */
    memset(packet + 6, 0, 6);
    packet[7] = packet[length - 3] == 1;
    if (packet[7]) {
        memcpy(packet + length, record, sizeof record);
        length += (ssize_t)sizeof record;
    }
    return length;
}

static void one_by_one(int socket, int answers)
{
    static unsigned char packet[MOST + sizeof record];
    struct sockaddr_in from;
    for (;;) {
        socklen_t size = sizeof from;
        ssize_t length = recvfrom(socket, packet, MOST, 0, (struct sockaddr *)&from, &size);
        if (length >= 17) {
            length = respond(packet, length, answers);
            sendto(socket, packet, (size_t)length, 0, (struct sockaddr *)&from, size);
        }
    }
}

static void in_batches(int socket)
{
    static unsigned char packets[BATCH][MOST + 64]; /* no power of two: not one set of the cache */
    static struct sockaddr_in from[BATCH];
    static struct mmsghdr all[BATCH];
    static struct iovec at[BATCH];
    for (;;) {
        int each, count;
        for (each = 0; each < BATCH; each++) {
            at[each] = (struct iovec){packets[each], MOST};
            all[each].msg_hdr = (struct msghdr){.msg_name = from + each,
                                                .msg_namelen = sizeof *from,
                                                .msg_iov = at + each,
                                                .msg_iovlen = 1};
        }
        count = recvmmsg(socket, all, BATCH, MSG_WAITFORONE, NULL);
        for (each = 0; each < count; each++)
            at[each].iov_len = (size_t)respond(packets[each], (ssize_t)all[each].msg_len, 0);
        for (each = 0; each < count;) {
            int sent = sendmmsg(socket, all + each, (unsigned)(count - each), 0);
            each += sent > 0 ? sent : 1;
        }
    }
}

int main(int count, char **words)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    int room = 4 << 20, made = socket(AF_INET, SOCK_DGRAM, 0);
    if (count != 3 || atoi(words[1]) < 1 || atoi(words[1]) > 65535 || made < 0) {
        fprintf(stderr, "echo: PORT echo|batched|answer\n");
        return 2;
    }
    setsockopt(made, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    setsockopt(made, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    at.sin_port = htons((unsigned short)atoi(words[1]));
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(made, (struct sockaddr *)&at, sizeof at)) {
        perror("echo");
        return 1;
    }
    if (!strcmp(words[2], "batched"))
        in_batches(made);
    one_by_one(made, !strcmp(words[2], "answer"));
}

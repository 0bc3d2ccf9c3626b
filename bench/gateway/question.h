/* Questions for the senders of bench: read from a file of lines `b NAME` (blocked for us) and
 * `o NAME` (open), each made once; what a right answer to each looks like. */
#ifndef QUESTION_H
#define QUESTION_H
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { MOST_NAMES = 1000000, MOST_NAME = 255, HEAD = 12, TAIL = 4 };

typedef struct { unsigned char *bytes; unsigned short length; char kind; } Packet;
typedef struct { int any, rcode; unsigned char address[4]; } Expected;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int fail(const char *words)
{
    fprintf(stderr, "%s\n", words);
    return 2;
}

/* `any`, `nxdomain` or an IPv4 address. */
static int expected(Expected *made, const char *words)
{
    *made = (Expected){.any = !strcmp(words, "any"), .rcode = strcmp(words, "nxdomain") ? 0 : 3};
    return made->any || made->rcode || inet_pton(AF_INET, words, made->address) == 1;
}

/* A question for a name's A record; 0 when it is no name. */
static int question(Packet *packet, const char *name)
{
    static const unsigned char head[HEAD] = {0, 0, 1, 0, 0, 1}, tail[TAIL + 1] = {0, 0, 1, 0, 1};
    unsigned char made[HEAD + MOST_NAME + TAIL];
    size_t at = HEAD;
    memcpy(made, head, HEAD);
    while (*name) {
        size_t length = strcspn(name, ".");
        if (!length || length > 63 || at + length + 1 + sizeof tail > sizeof made)
            return 0;
        made[at++] = (unsigned char)length;
        memcpy(made + at, name, length);
        at += length;
        name += length + (name[length] == '.');
    }
    memcpy(made + at, tail, sizeof tail);
    packet->length = (unsigned short)(at + sizeof tail);
    packet->bytes = malloc(packet->length);
    if (packet->bytes)
        memcpy(packet->bytes, made, packet->length);
    return packet->bytes && at > HEAD;
}

static size_t questions(Packet *packets, FILE *file)
{
    char line[512];
    size_t count = 0;
    while (count < MOST_NAMES && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        packets[count].kind = line[0];
        count += strlen(line) > 2 && (size_t)question(packets + count, line + 2);
    }
    return count;
}

/* Whether the answer is of this question and says what is expected: its rcode, or the address in
 * the first record. The letters of the question come back as they were. */
static int right(const Packet *asked, const Expected *want, const unsigned char *got, size_t length)
{
    const unsigned char *record = got + asked->length;
    if (length < asked->length || !(got[2] & 0x80) ||
        memcmp(got + HEAD, asked->bytes + HEAD, asked->length - HEAD))
        return 0;
    if (want->any)
        return 1;
    if ((got[3] & 15) != want->rcode)
        return 0;
    return want->rcode || ((got[6] || got[7]) && length >= asked->length + 16u &&
                           !memcmp(record + 12, want->address, 4));
}

/* A socket on 127.0.0.`host`, talking to a port of this machine. */
static int talking(unsigned host, unsigned short port)
{
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    int room = 4 << 20, made = socket(AF_INET, SOCK_DGRAM, 0);
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + host);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(port);
    setsockopt(made, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    setsockopt(made, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    if (made < 0 || bind(made, (struct sockaddr *)&from, sizeof from) ||
        connect(made, (struct sockaddr *)&to, sizeof to))
        return -1;
    return made;
}
#endif

/* blast PORT FILE SECONDS WINDOW: as many DNS questions as 127.0.0.1:PORT answers.
 *
 * FILE has one name a line; each is asked for its A record in turn. Batches of 32 (sendmmsg) over 8
 * sockets, at most WINDOW unanswered each. Prints one JSON line. Loads go to this machine only. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { SOCKETS = 8, BATCH = 32, MOST_NAMES = 200000, MOST_PACKET = 280 };

typedef struct { unsigned char bytes[MOST_PACKET]; size_t length; } Packet;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int fail(const char *words)
{
    fprintf(stderr, "blast: %s\n", words);
    return 2;
}

/* A question for a name; 0 when it is none. */
static int question(Packet *packet, const char *name)
{
    static const unsigned char head[12] = {0, 0, 1, 0, 0, 1}, tail[5] = {0, 0, 1, 0, 1};
    size_t at = sizeof head;
    memcpy(packet->bytes, head, sizeof head);
    while (*name) {
        size_t length = strcspn(name, ".");
        if (!length || length > 63 || at + length + 1 + sizeof tail > 12 + 255)
            return 0;
        packet->bytes[at++] = (unsigned char)length;
        memcpy(packet->bytes + at, name, length);
        at += length;
        name += length + (name[length] == '.');
    }
    memcpy(packet->bytes + at, tail, sizeof tail);
    packet->length = at + sizeof tail;
    return at > sizeof head;
}

static size_t questions(Packet *packets, FILE *file)
{
    char line[512];
    size_t count = 0;
    while (count < MOST_NAMES && fgets(line, sizeof line, file)) {
        line[strcspn(line, " \r\n")] = 0;
        count += (size_t)question(packets + count, line);
    }
    return count;
}

int main(int count, char **words)
{
    static struct mmsghdr send[BATCH], got[BATCH];
    static struct iovec send_at[BATCH], got_at[BATCH];
    static unsigned char answers[BATCH][1500];
    struct sockaddr_in to = {.sin_family = AF_INET};
    struct pollfd polled[SOCKETS];
    long open[SOCKETS] = {0}, answered = 0, lost = 0, rcodes[16] = {0}, window;
    double last[SOCKETS], begun, seconds, port;
    size_t names, next = 0;
    unsigned id = 0;
    int each, place;
    if (count != 5)
        return fail("PORT FILE SECONDS WINDOW");
    port = atof(words[1]), seconds = atof(words[3]), window = atol(words[4]);
    if (!(port >= 1 && port <= 65535) || !(seconds > 0 && seconds <= 60) || window < BATCH ||
        window > 4096)
        return fail("PORT 1-65535, SECONDS up to 60, WINDOW 32-4096");
    FILE *file = fopen(words[2], "r");
    Packet *packets = calloc(MOST_NAMES, sizeof *packets);
    if (!file || !packets)
        return fail("the file of names cannot be read");
    names = questions(packets, file);
    fclose(file);
    if (!names)
        return fail("no name in the file");
    to.sin_port = htons((unsigned short)port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (each = 0; each < SOCKETS; each++) {
        int room = 4 << 20, made = socket(AF_INET, SOCK_DGRAM, 0);
        if (made < 0 || connect(made, (struct sockaddr *)&to, sizeof to))
            return fail("no socket");
        setsockopt(made, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
        polled[each] = (struct pollfd){.fd = made, .events = POLLIN};
        last[each] = now();
    }
    for (each = 0; each < BATCH; each++) {
        got_at[each] = (struct iovec){answers[each], sizeof answers[each]};
        got[each].msg_hdr.msg_iov = got_at + each;
        send[each].msg_hdr.msg_iov = send_at + each;
        got[each].msg_hdr.msg_iovlen = send[each].msg_hdr.msg_iovlen = 1;
    }
    begun = now();
    for (;;) {
        double time = now();
        int busy = 0, done;
        if (time > begun + seconds)
            break;
        for (place = 0; place < SOCKETS; place++) {
            while (open[place] <= window - BATCH) {
                for (each = 0; each < BATCH; each++) {
                    Packet *packet = packets + next;
                    next = next + 1 < names ? next + 1 : 0;
                    id++;
                    packet->bytes[0] = (unsigned char)(id >> 8);
                    packet->bytes[1] = (unsigned char)id;
                    send_at[each] = (struct iovec){packet->bytes, packet->length};
                }
                done = sendmmsg(polled[place].fd, send, BATCH, 0);
                if (done <= 0)
                    break;
                open[place] += done;
                busy = 1;
            }
            done = recvmmsg(polled[place].fd, got, BATCH, MSG_DONTWAIT, NULL);
            if (done > 0) {
                answered += done;
                open[place] -= done;
                last[place] = time;
                busy = 1;
                for (each = 0; each < done; each++)
                    rcodes[answers[each][3] & 15]++;
            } else if (open[place] > 0 && time - last[place] > 0.5) {
                lost += open[place];
                open[place] = 0;
                last[place] = time;
            }
        }
        if (!busy)
            poll(polled, SOCKETS, 1);
    }
    printf("{\"qps\": %.0f, \"answered\": %ld, \"lost\": %ld, \"noerror\": %ld, \"nxdomain\": %ld, "
           "\"servfail\": %ld}\n",
           (double)answered / (now() - begun), answered, lost, rcodes[0], rcodes[3], rcodes[2]);
    free(packets);
    return 0;
}

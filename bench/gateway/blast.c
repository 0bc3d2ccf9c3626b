/* blast PORT FILE SECONDS WINDOW BLOCKED OPEN: as many DNS questions as 127.0.0.1:PORT answers.
 *
 * FILE: see question.h. Eight clients of as many addresses have an eighth of the names each and ask
 * for them in turn, in batches of 32 (sendmmsg), with at most WINDOW unanswered. BLOCKED, OPEN: what
 * is right for names of that kind: any, nxdomain or an IPv4 address; every answer is looked at.
 * Prints one JSON line. Loads go to this machine only. */
#define _GNU_SOURCE
#include "question.h"
#include <poll.h>

enum { SOCKETS = 8, BATCH = 32, IDS = 65536 };

static struct mmsghdr out[BATCH], got[BATCH];
static struct iovec out_at[BATCH], got_at[BATCH];
static unsigned char answers[BATCH][1500];
static unsigned asked[IDS]; /* by the id of the packet: which question it was */

static void prepare(void)
{
    for (int each = 0; each < BATCH; each++) {
        got_at[each] = (struct iovec){answers[each], sizeof answers[each]};
        got[each].msg_hdr.msg_iov = got_at + each;
        out[each].msg_hdr.msg_iov = out_at + each;
        got[each].msg_hdr.msg_iovlen = out[each].msg_hdr.msg_iovlen = 1;
    }
}

int main(int count, char **words)
{
    struct pollfd polled[SOCKETS];
    long open[SOCKETS] = {0}, answered = 0, lost = 0, wrong = 0, servfail = 0, window;
    double last[SOCKETS], begun, seconds, port;
    size_t names, next[SOCKETS];
    unsigned id = 0;
    Expected blocked, opened;
    int each, place;
    if (count != 7 || !expected(&blocked, words[5]) || !expected(&opened, words[6]))
        return fail("blast: PORT FILE SECONDS WINDOW BLOCKED OPEN");
    port = atof(words[1]), seconds = atof(words[3]), window = atol(words[4]);
    if (!(port >= 1 && port <= 65535) || !(seconds > 0 && seconds <= 60) || window < BATCH ||
        window > 4096)
        return fail("blast: PORT 1-65535, SECONDS up to 60, WINDOW 32-4096");
    FILE *file = fopen(words[2], "r");
    Packet *packets = calloc(MOST_NAMES, sizeof *packets);
    if (!file || !packets || (names = questions(packets, file)) < SOCKETS)
        return fail("blast: the file of names cannot be read, or is too short");
    fclose(file);
    for (place = 0; place < SOCKETS; place++) {
        int made = talking((unsigned)place + 1, (unsigned short)port);
        if (made < 0)
            return fail("blast: no socket");
        polled[place] = (struct pollfd){.fd = made, .events = POLLIN};
        last[place] = now();
        next[place] = names * (size_t)place / SOCKETS;
    }
    prepare();
    begun = now();
    for (;;) {
        double time = now();
        int busy = 0, done;
        if (time > begun + seconds)
            break;
        for (place = 0; place < SOCKETS; place++) {
            while (open[place] <= window - BATCH) {
                for (each = 0; each < BATCH; each++) {
                    Packet *packet = packets + next[place];
                    id = (id + 1) % IDS;
                    asked[id] = (unsigned)next[place];
                    if (++next[place] >= names * ((size_t)place + 1) / SOCKETS)
                        next[place] = names * (size_t)place / SOCKETS;
                    packet->bytes[0] = (unsigned char)(id >> 8);
                    packet->bytes[1] = (unsigned char)id;
                    out_at[each] = (struct iovec){packet->bytes, packet->length};
                }
                done = sendmmsg(polled[place].fd, out, BATCH, 0);
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
                for (each = 0; each < done; each++) {
                    const unsigned char *said = answers[each];
                    const Packet *packet = packets + asked[said[0] << 8 | said[1]];
                    servfail += (said[3] & 15) == 2;
                    wrong += !right(packet, packet->kind == 'b' ? &blocked : &opened, said,
                                    got[each].msg_len);
                }
            } else if (open[place] > 0 && time - last[place] > 0.5) {
                lost += open[place];
                open[place] = 0;
                last[place] = time;
            }
        }
        if (!busy)
            poll(polled, SOCKETS, 1);
    }
    printf("{\"qps\": %.0f, \"answered\": %ld, \"lost\": %ld, \"wrong\": %ld, \"servfail\": %ld}\n",
           (double)answered / (now() - begun), answered, lost, wrong, servfail);
    return 0;
}

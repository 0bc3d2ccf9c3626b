/* steady RATE SECONDS FILE BLOCKED OPEN PORT...: DNS questions by the clock, and how long each took.
 *
 * RATE questions a second to each PORT of 127.0.0.1, whether the earlier ones were answered or not;
 * every port gets the same names (FILE, see question.h), in turns. Prints one JSON line: when it
 * began (CLOCK_MONOTONIC), for each port the answers, the times in ms and the slowest answer of each
 * tenth of a second, and how much longer than at the first port the same questions took. */
#define _GNU_SOURCE
#include "question.h"
#include <poll.h>
#include <sys/prctl.h>

enum { MOST_PORTS = 4, IDS = 65536, MOST_ASKED = 2000000, TENTHS = 1000 };

typedef struct {
    unsigned by_id[IDS];    /* which question has the id now, from 1 */
    double *sent, *took;    /* took: below 0 while there is no answer */
    double worst[TENTHS];
    long answered, wrong;
} Port;

static Packet *packets;
static Expected blocked, opened;
static struct pollfd polled[MOST_PORTS];
static Port ports[MOST_PORTS];
static size_t names;
static double begun;

static void take(int place)
{
    unsigned char said[1500];
    ssize_t length;
    Port *port = ports + place;
    while ((length = recv(polled[place].fd, said, sizeof said, MSG_DONTWAIT)) >= HEAD) {
        unsigned of = port->by_id[said[0] << 8 | said[1]];
        double time = now();
        const Packet *packet;
        size_t tenth;
        if (!of || port->took[of - 1] >= 0)
            continue;
        packet = packets + (of - 1) % names;
        port->wrong += !right(packet, packet->kind == 'b' ? &blocked : &opened, said,
                              (size_t)length);
        port->took[of - 1] = (time - port->sent[of - 1]) * 1e3;
        port->answered++;
        tenth = (size_t)((port->sent[of - 1] - begun) * 10);
        if (tenth < TENTHS && port->took[of - 1] > port->worst[tenth])
            port->worst[tenth] = port->took[of - 1];
    }
}

static void ask(int place, size_t which)
{
    Packet *packet = packets + which % names;
    unsigned id = (unsigned)(which % IDS);
    packet->bytes[0] = (unsigned char)(id >> 8);
    packet->bytes[1] = (unsigned char)id;
    ports[place].by_id[id] = (unsigned)which + 1;
    ports[place].sent[which] = now();
    if (send(polled[place].fd, packet->bytes, packet->length, 0) < 0)
        perror("steady");
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void print_times(const char *title, double *times, size_t count)
{
    qsort(times, count, sizeof *times, by_size);
    if (count)
        printf("\"%s\": {\"median_ms\": %.3f, \"p99_ms\": %.3f, \"worst_ms\": %.3f}", title,
               times[count / 2], times[count * 99 / 100], times[count - 1]);
    else
        printf("\"%s\": null", title);
}

static size_t answered_of(const Port *port, const Port *less, size_t total, double *times)
{
    size_t each, count = 0;
    for (each = 0; each < total; each++)
        if (port->took[each] >= 0 && (!less || less->took[each] >= 0))
            times[count++] = port->took[each] - (less ? less->took[each] : 0);
    return count;
}

int main(int count, char **words)
{
    int open = count - 6, place;
    double rate, seconds, end;
    size_t total, next = 0, each;
    if (open < 1 || open > MOST_PORTS || !expected(&blocked, words[4]) ||
        !expected(&opened, words[5]))
        return fail("steady: RATE SECONDS FILE BLOCKED OPEN PORT...");
    rate = atof(words[1]), seconds = atof(words[2]);
    if (!(rate >= 1 && rate <= 100000) || !(seconds > 0 && rate * seconds <= MOST_ASKED) ||
        seconds > TENTHS / 10)
        return fail("steady: RATE up to 100000, SECONDS up to 100, 2000000 questions");
    total = (size_t)(rate * seconds);
    FILE *file = fopen(words[3], "r");
    packets = calloc(MOST_NAMES, sizeof *packets);
    if (!file || !packets || !(names = questions(packets, file)))
        return fail("steady: the file of names cannot be read");
    fclose(file);
    double *times = calloc(total, sizeof *times);
    for (place = 0; place < open; place++) {
        int made = talking(1, (unsigned short)atoi(words[6 + place]));
        ports[place].sent = calloc(total, sizeof(double));
        ports[place].took = calloc(total, sizeof(double));
        if (made < 0 || !times || !ports[place].sent || !ports[place].took)
            return fail("steady: no socket or no memory");
        for (each = 0; each < total; each++)
            ports[place].took[each] = -1;
        polled[place] = (struct pollfd){.fd = made, .events = POLLIN};
    }
    prctl(PR_SET_TIMERSLACK, 1UL);
    begun = now();
    end = begun + seconds + 3; /* the last answers have 3 s to come */
    for (;;) {
        double time = now(), due = begun + (double)next / open / rate;
        size_t all = 0;
        if (next < total * (size_t)open && time >= due) {
            ask((int)(next % (size_t)open), next / (size_t)open);
            next++;
            continue;
        }
        for (place = 0; place < open; place++) {
            take(place);
            all += (size_t)ports[place].answered;
        }
        if (next == total * (size_t)open) {
            if (time > end || all == next)
                break;
            due = time + 0.01;
        }
        time = due - now();
        if (time > 0) {
            struct timespec rest = {(time_t)time, (long)((time - (double)(time_t)time) * 1e9)};
            ppoll(polled, (nfds_t)open, &rest, NULL);
        }
    }
    printf("{\"begun\": %.6f, \"ports\": [", begun);
    for (place = 0; place < open; place++) {
        Port *port = ports + place;
        printf("%s{\"asked\": %zu, \"answered\": %ld, \"wrong\": %ld, ", place ? ", " : "", total,
               port->answered, port->wrong);
        print_times("took", times, answered_of(port, NULL, total, times));
        printf(", ");
        print_times("added", times, answered_of(port, ports, total, times));
        printf(", \"worst_ms\": [");
        for (each = 0; each < (size_t)(seconds * 10) && each < TENTHS; each++)
            printf("%s%.2f", each ? ", " : "", port->worst[each]);
        printf("]}");
    }
    printf("]}\n");
    return 0;
}

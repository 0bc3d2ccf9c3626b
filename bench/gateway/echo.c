/* echo PORT echo|answer: on 127.0.0.1, by UDP, one packet at a time.
 *
 * echo: each packet goes back as a response: what a DNS server cannot undercut. answer: each
 * question gets an address of the documentation range for an hour: an upstream for the others. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int main(int count, char **words)
{
    static const unsigned char record[16] = {0xC0, 12, 0, 1, 0, 1, 0, 0, 14, 16, 0, 4, 192, 0, 2, 7};
    static unsigned char packet[4096 + sizeof record];
    struct sockaddr_in at = {.sin_family = AF_INET}, from;
    int room = 4 << 20, made = socket(AF_INET, SOCK_DGRAM, 0), answers;
    if (count != 3 || atoi(words[1]) < 1 || atoi(words[1]) > 65535 || made < 0) {
        fprintf(stderr, "echo: PORT echo|answer\n");
        return 2;
    }
    answers = !strcmp(words[2], "answer");
    setsockopt(made, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    setsockopt(made, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    at.sin_port = htons((unsigned short)atoi(words[1]));
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(made, (struct sockaddr *)&at, sizeof at)) {
        perror("echo");
        return 1;
    }
    for (;;) {
        socklen_t size = sizeof from;
        ssize_t end, length = recvfrom(made, packet, 4096, 0, (struct sockaddr *)&from, &size);
        if (length < 17)
            continue;
        packet[2] |= 0x80;
        packet[3] = (unsigned char)(0x80 | (answers ? 0 : 3));
        if (answers) { /* behind the question; an OPT record is dropped */
            for (end = 12; end < length && packet[end] && packet[end] < 64; end += packet[end] + 1)
                ;
            length = end + 5 <= length ? end + 5 : length;
            memset(packet + 6, 0, 6);
            packet[7] = packet[length - 3] == 1;
            if (packet[7]) {
                memcpy(packet + length, record, sizeof record);
                length += (ssize_t)sizeof record;
            }
        }
        sendto(made, packet, (size_t)length, 0, (struct sockaddr *)&from, size);
    }
}

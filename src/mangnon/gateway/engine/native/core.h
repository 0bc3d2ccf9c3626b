/* Types and sizes of the hot path. See ../_hot.c. */
#define _GNU_SOURCE
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

enum { FACE = 3 }; /* as in hot.py: raised together when what they say to each other changes */
enum {
    BATCH = 64,
    PACKET = 4096,           /* as much as hotpy receives */
    ROOM = PACKET + 64,      /* not a power of two: buffers must not share cache sets */
    MOST_STREAM = 65535,
    MOST_NAME = 255,
    MOST_LABELS = 128,
    MOST_TEXT = 200,
    LEAST_UDP = 512,
    OUR_UDP = 1232,
    HEADER = 12,
    TOP_SETS = 1024,
    LEAST_ASKERS = 5,        /* as in top.py */
    NO_BIT = 64,
    WAYS = 4,
    GRAMS = 8192,            /* bytes of the bitmap, see grams.py */
    FRONT_SETS = 8192,
    SAID_SETS = 8192,
    KNOWN_SETS = 4096,
    CLIENT_SETS = 4096,
};
enum { QR = 0x8000, TC = 0x0200, RD = 0x0100, RA = 0x0080, CD = 0x0010, DO = 0x8000 };
enum { TYPE_A = 1, TYPE_AAAA = 28, TYPE_OPT = 41, IN = 1, NXDOMAIN = 3 };
enum { OPTION_MAC = 65001, MAC = 6, OPTION_EDE = 15, EDE_FILTERED = 17, BLOCK_TTL = 10 };
enum { BLOCKS = 1, LOCKS, OPENS, ALLOWS, LIFTS }; /* kinds of own rules, see hot.py */
enum { FLAG = 1, SHUT = 2 };                         /* what becomes of unknown names */
enum { MODE_ADDRESS, MODE_NXDOMAIN };
enum { UP = 0, ODD = -1, FAILED = -2 }; /* no answer; Python must look; an exception is set */
enum { ROUTER = 1 << 24, BIT_SHIFT = 25, GUESSED = 0xFFFFFFFFu };

typedef struct { u64 block, important, allow, narrow; } Masks;
typedef struct { u64 block, excepted; int spoken; } Touched;
typedef struct { u64 mark; u32 row; } Own;
typedef struct { u16 kind, strength, column; } Kind;
typedef struct { int blocked; u32 column; } Verdict;
typedef struct { u64 mark; u32 kind, group; Touched touched; } Said;
typedef struct { u64 mark, sketch; u32 count; u16 group, column; } Top; /* four in 96 bytes */
typedef struct {
    u64 mark;
    u32 kind;
    int ede;                 /* below 0: none */
    double put_at, ends_at;
    PyObject *kept, *body, *targets, *text; /* kept is owned, the others live in it */
    u16 *offsets;
    u32 offset_count;
} Front;
typedef struct { u64 hash; PyObject *asked, *answer; double until; u32 group, column; } Known;
typedef struct {
    u8 key[16];
    u32 number, count, epoch;
    int64_t second;
    u8 used, router, bit;
} Client;

typedef struct {
    u8 bytes[MOST_NAME + 1];
    u32 length, labels;
    u8 starts[MOST_LABELS];
    u64 marks[MOST_LABELS];  /* of the name and of each name above it */
} Name;
typedef struct {
    Name name;
    u32 qtype, qclass, flags, end, payload;
    u8 edns, dnssec_ok;
    const u8 *mac;           /* what a router may have told, inside the packet */
} Question;

typedef struct {
    PyObject_HEAD
    Py_buffer keys, values;
    u64 slots, prime, inverse, seed;
    u32 meanings, categories, groups, most_number, columns, looks;
    Masks *whole, *above;
    int wide, conditions, mode;
    u64 locked, *masks, *opened, *counts, over, up;
    Own *own;
    u16 *rows;
    Kind *kinds;
    u8 *unknown, *grams;     /* grams: NULL where no pattern has its letters */
    u64 own_size, *special, special_size;
    PyObject **texts;
    u8 v4[4], v6[16];
    int has_v4, has_v6;
    PyObject *cache, *touched, *text, *group_of, *guess;
    Front *front;
    Said *said;
    Known *known;
    u32 known_count, turn, per_client, epoch;
    double fresh, fresh_until;
    Client *clients;
    Top *top;
    u8 (*top_names)[MOST_NAME + 1]; /* the length, then the name */
    int busy;
    u8 *in, *out;
    struct mmsghdr *got, *give;
    struct iovec *got_at, *give_at;
    struct sockaddr_storage *from;
    Question *questions;
} Core;

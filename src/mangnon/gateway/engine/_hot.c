/* The compiled hot path: what `hotpy.Hot` decides, from a batch of packets to a batch of answers.
 *
 * Rules of this file:
 * - Packets are hostile: every length is checked before it is used. The index is mapped and may be
 *   damaged: slots and meanings are bounded, a search ends after all slots.
 * - What is rare is Python's: rules with conditions, texts, the group of a new address, responses
 *   that are not in the front cache. Python's word is remembered here. No pointer into a table is
 *   held across such a call: the call may change the table.
 * - All tables have a fixed size and give way to newer entries; their places cannot be foreseen by
 *   who does not know the prime or the seed.
 *
 * Fingerprints: see fingerprint.py. The remainder is Barrett's: with inverse = floor(2^64 / P) and
 * x < 2^63 the estimate (x * inverse) >> 64 is the quotient or one below it.
 */
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

enum { FACE = 1 }; /* as in hot.py: raised together when what they say to each other changes */
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
    SPARE = 16,              /* columns for words that Python counts under */
    WAYS = 4,
    FRONT_SETS = 8192,
    SAID_SETS = 8192,
    KNOWN_SETS = 4096,
    CLIENT_SETS = 4096,
};
enum { QR = 0x8000, TC = 0x0200, RD = 0x0100, RA = 0x0080, CD = 0x0010, DO = 0x8000 };
enum { TYPE_A = 1, TYPE_AAAA = 28, TYPE_OPT = 41, IN = 1, NXDOMAIN = 3 };
enum { OPTION_EDE = 15, EDE_FILTERED = 17, BLOCK_TTL = 10 };
enum { BLOCK = 1, ALLOW = 2 };
enum { MODE_ADDRESS, MODE_NXDOMAIN };
enum { UP = 0, ODD = -1, FAILED = -2 }; /* no answer; Python must look; an exception is set */
enum { OPEN = -1 };                     /* a verdict; columns from 0 are blocked */

typedef struct { u64 block, important, allow, narrow; } Masks;
typedef struct { u64 mark; u32 group; u8 said; } Own;
typedef struct { u64 mark; u32 kind, group; u64 mask, excepted; } Said;
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
typedef struct { u8 address[16]; u32 group, count; int64_t second; u8 used; } Client;

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
} Question;

typedef struct {
    PyObject_HEAD
    Py_buffer keys, values;
    u64 slots, prime, inverse, seed;
    u32 meanings, categories, groups, columns;
    Masks *whole, *above;
    int wide, conditions, mode;
    u64 locked, *masks, *counts, over, up;
    u8 *has_own;
    Own *own;
    u64 own_size, *special, special_size;
    PyObject **texts;
    u8 v4[4], v6[16];
    int has_v4, has_v6;
    PyObject *cache, *touched, *text, *group_of;
    Front *front;
    Said *said;
    Known *known;
    u32 known_count, turn, per_client;
    Client *clients;
    int busy;
    u8 *in, *out;
    struct mmsghdr *got, *give;
    struct iovec *got_at, *give_at;
    struct sockaddr_storage *from;
    Question *questions;
} Core;

/* ---- numbers ---------------------------------------------------------------------------- */

static inline u64 times_256_plus(const Core *core, u64 so_far, u8 byte)
{
    u64 x = (so_far << 8) | byte;
    u64 rest = x - (u64)(((__uint128_t)x * core->inverse) >> 64) * core->prime;
    return rest >= core->prime ? rest - core->prime : rest;
}

static inline u64 mixed(u64 x)
{
    x ^= x >> 31;
    x *= 0x9E3779B97F4A7C15u;
    x ^= x >> 29;
    x *= 0xBF58476D1CE4E5B9u;
    return x ^ (x >> 32);
}

static u64 hash_of(const Core *core, const u8 *bytes, size_t length, u32 group)
{
    u64 hash = core->seed ^ ((u64)length << 32) ^ group, word;
    for (; length >= 8; bytes += 8, length -= 8) {
        memcpy(&word, bytes, 8);
        hash = mixed(hash ^ word);
    }
    word = 0;
    memcpy(&word, bytes, length);
    return mixed(hash ^ word ^ core->seed << 1);
}

static inline u32 two(const u8 *at) { return (u32)at[0] << 8 | at[1]; }

static inline u8 *put_two(u8 *at, u32 number)
{
    at[0] = (u8)(number >> 8);
    at[1] = (u8)number;
    return at + 2;
}

static inline u32 four(const u8 *at) { return two(at) << 16 | two(at + 2); }

static inline u8 *put_four(u8 *at, u32 number) { return put_two(put_two(at, number >> 16), number); }

/* ---- names and questions ---------------------------------------------------------------- */

/* Where labels begin, and the fingerprints from there. The name is in place, of `length` bytes. */
static int marks_of(const Core *core, Name *name)
{
    u32 at = 0, label;
    u64 so_far = 0;
    name->labels = 0;
    while (at < name->length) {
        if (name->labels == MOST_LABELS)
            return 0;
        name->starts[name->labels++] = (u8)at;
        at += name->bytes[at] + 1u;
    }
    at = name->length;
    for (label = name->labels; label-- > 0;) {
        while (at > name->starts[label])
            so_far = times_256_plus(core, so_far, name->bytes[--at]);
        name->marks[label] = so_far + 1;
    }
    return 1;
}

/* As message.read_question: 1 when the packet is a usual query. Marks are not yet made. */
static int read_question(const u8 *packet, size_t length, Question *question)
{
    u32 at = HEADER, more, each;
    if (length < HEADER + 5)
        return 0;
    question->flags = two(packet + 2);
    more = two(packet + 10);
    if ((question->flags & 0xF800) || two(packet + 4) != 1 || two(packet + 6) || two(packet + 8) ||
        more > 1)
        return 0;
    while (packet[at]) {
        if (packet[at] > 63 || at + packet[at] + 6u > length)
            return 0;
        at += packet[at] + 1u;
    }
    if (at - HEADER > 254)
        return 0;
    question->qtype = two(packet + at + 1);
    question->qclass = two(packet + at + 3);
    question->end = at + 5;
    question->edns = question->dnssec_ok = 0;
    question->payload = LEAST_UDP;
    if (more) {
        const u8 *opt = packet + question->end;
        if (length < question->end + 11u || opt[0] || opt[6] || two(opt + 1) != TYPE_OPT ||
            question->end + 11u + two(opt + 9) != length)
            return 0;
        question->edns = 1;
        question->dnssec_ok = (two(opt + 7) & DO) != 0;
        question->payload = two(opt + 3);
        if (question->payload < LEAST_UDP)
            question->payload = LEAST_UDP;
        if (question->payload > OUR_UDP)
            question->payload = OUR_UDP;
    } else if (length != question->end) {
        return 0;
    }
    question->name.length = at - HEADER;
    for (each = 0; each < question->name.length; each++) {
        u8 byte = packet[HEADER + each];
        question->name.bytes[each] = (u8)(byte + ((u8)(byte - 'A') < 26 ? 32 : 0));
    }
    return 1;
}

/* ---- what the index says ---------------------------------------------------------------- */

static inline u32 meaning_of(const Core *core, u64 mark)
{
    const u64 *keys = core->keys.buf;
    u64 slot = mark % core->slots, left;
    for (left = core->slots; left && keys[slot]; left--) {
        if (keys[slot] == mark) {
            u32 meaning = core->wide ? ((const u32 *)core->values.buf)[slot]
                                     : ((const u16 *)core->values.buf)[slot];
            return meaning < core->meanings ? meaning : 0;
        }
        slot = slot + 1 < core->slots ? slot + 1 : 0;
    }
    return 0;
}

static Said *said_at(Core *core, u64 mark, u32 kind, u32 group, int *found)
{
    u64 hash = mixed(mark ^ ((u64)kind << 24 ^ group) * 0x9E3779B97F4A7C15u);
    Said *set = core->said + (hash % SAID_SETS) * WAYS;
    int way;
    *found = 1;
    for (way = 0; way < WAYS; way++)
        if (set[way].mark == mark && set[way].kind == kind && set[way].group == group)
            return set + way;
    *found = 0;
    for (way = 0; way < WAYS; way++)
        if (!set[way].mark)
            return set + way;
    return set + core->turn++ % WAYS;
}

/* Rules with conditions speak of the name: Python weighs them once, the sum is remembered. */
static int ask_touched(Core *core, const Name *name, u32 qtype, u32 group, u64 *mask, u64 *excepted)
{
    int found;
    Said *said = said_at(core, name->marks[0], qtype, group, &found);
    if (!found) {
        PyObject *told = PyObject_CallFunction(core->touched, "y#II", (const char *)name->bytes,
                                               (Py_ssize_t)name->length, qtype, group);
        int right = told && PyArg_ParseTuple(told, "KK", mask, excepted);
        Py_XDECREF(told);
        if (!right)
            return 0;
        said = said_at(core, name->marks[0], qtype, group, &found);
        *said = (Said){name->marks[0], qtype, group, *mask, *excepted};
    }
    *mask = said->mask;
    *excepted = said->excepted;
    return 1;
}

/* As Decider.touched. 0 when Python failed. */
static int touched(Core *core, const Name *name, u32 qtype, u32 group, u64 *mask, u64 *excepted)
{
    const Masks *masks = core->whole;
    u64 block = 0, important = 0, allow = 0, narrow = (u64)core->conditions;
    u32 label;
    for (label = 0; label < name->labels; label++, masks = core->above) {
        u32 meaning = meaning_of(core, name->marks[label]);
        if (!meaning)
            continue;
        block |= masks[meaning].block;
        important |= masks[meaning].important;
        allow |= masks[meaning].allow;
        narrow |= masks[meaning].narrow;
    }
    if (narrow)
        return ask_touched(core, name, qtype, group, mask, excepted);
    *mask = (block & ~allow) | important;
    *excepted = allow;
    return 1;
}

static Own *own_at(const Core *core, u64 mark, u32 group)
{
    u64 at = mixed(mark + group) & (core->own_size - 1);
    while (core->own[at].mark && (core->own[at].mark != mark || core->own[at].group != group))
        at = (at + 1) & (core->own_size - 1);
    return core->own + at;
}

static int own_word(const Core *core, const Name *name, u32 group)
{
    u32 label;
    if (!core->has_own[group])
        return 0;
    for (label = 0; label < name->labels; label++) {
        const Own *own = own_at(core, name->marks[label], group);
        if (own->mark)
            return own->said;
    }
    return 0;
}

static u64 *special_at(const Core *core, u64 mark)
{
    u64 at = mixed(mark) & (core->special_size - 1);
    while (core->special[at] && core->special[at] != mark)
        at = (at + 1) & (core->special_size - 1);
    return core->special + at;
}

/* As Judge.judge: OPEN, or the column of the category that blocks. */
static int judge(const Core *core, const Name *name, u32 group, u64 mask)
{
    u64 hit = mask & core->masks[group];
    int own;
    if (hit & core->locked)
        return __builtin_ctzll(hit & core->locked);
    own = own_word(core, name, group);
    if (own == ALLOW)
        return OPEN;
    if (own == BLOCK)
        return (int)core->categories;
    return hit ? __builtin_ctzll(hit) : OPEN;
}

/* As Judge.judge_way: the names that an open name leads to. ODD and FAILED are passed on. */
static int judge_way(Core *core, const Question *asked, PyObject *targets, u32 group, u64 excepted,
                     int *column)
{
    int allowed = own_word(core, &asked->name, group) == ALLOW, result = 1, own;
    Py_ssize_t each;
    Name name;
    *column = OPEN;
    for (each = 0; each < PyTuple_GET_SIZE(targets); each++) {
        PyObject *target = PyTuple_GET_ITEM(targets, each);
        u64 mask, not_here, hit;
        if (!PyBytes_Check(target) || !PyBytes_GET_SIZE(target) ||
            PyBytes_GET_SIZE(target) > MOST_NAME)
            return ODD;
        name.length = (u32)PyBytes_GET_SIZE(target);
        memcpy(name.bytes, PyBytes_AS_STRING(target), name.length);
        if (!marks_of(core, &name))
            return ODD;
        if (!touched(core, &name, asked->qtype, group, &mask, &not_here))
            return FAILED;
        hit = mask & ~excepted & core->masks[group];
        if (hit & core->locked) {
            *column = __builtin_ctzll(hit & core->locked);
            break;
        }
        own = own_word(core, &name, group);
        if (allowed || own == ALLOW)
            continue;
        if (own == BLOCK || hit) {
            *column = own == BLOCK ? (int)core->categories : __builtin_ctzll(hit);
            break;
        }
    }
    return result;
}

/* ---- answers ---------------------------------------------------------------------------- */

static u8 *put_head(u8 *out, const u8 *packet, const Question *question, u32 more_flags, u32 answers,
                    u32 more)
{
    u32 size = question->end - HEADER;
    memcpy(out, packet, 2);
    put_two(out + 2, QR | RA | (question->flags & (RD | CD)) | more_flags);
    put_two(out + 4, 1);
    put_two(out + 6, answers);
    put_two(out + 8, 0);
    put_two(out + 10, more);
    memcpy(out + HEADER, packet + HEADER, size);
    return out + HEADER + size;
}

static u8 *put_opt(u8 *out, const Question *question, int ede, const char *text, u32 length)
{
    *out++ = 0;
    out = put_four(put_two(put_two(out, TYPE_OPT), OUR_UDP), question->dnssec_ok ? DO : 0);
    if (ede < 0)
        return put_two(out, 0);
    out = put_two(put_two(put_two(put_two(out, length + 6), OPTION_EDE), length + 2), (u32)ede);
    memcpy(out, text, length);
    return out + length;
}

/* The words for the EDE, asked of Python once for each group and category. Borrowed. */
static PyObject *text_of(Core *core, u32 group, u32 column)
{
    PyObject **place = core->texts + (size_t)group * core->columns + column;
    if (!*place) {
        PyObject *text = PyObject_CallFunction(core->text, "II", column, group);
        if (text && (!PyBytes_Check(text) || PyBytes_GET_SIZE(text) > MOST_TEXT)) {
            PyErr_SetString(PyExc_ValueError, "a text must be bytes, at most 200");
            Py_CLEAR(text);
        }
        if (!text)
            return NULL;
        Py_XSETREF(*place, text);
    }
    return *place;
}

static int blocked(Core *core, const u8 *packet, const Question *question, u32 group, u32 column,
                   u8 *out)
{
    const u8 *data = NULL;
    u32 size = 0;
    u8 *at;
    PyObject *text = question->edns ? text_of(core, group, column) : NULL;
    if (question->edns && !text)
        return FAILED;
    if (core->mode != MODE_NXDOMAIN && question->qtype == TYPE_A && core->has_v4)
        data = core->v4, size = 4;
    if (core->mode != MODE_NXDOMAIN && question->qtype == TYPE_AAAA && core->has_v6)
        data = core->v6, size = 16;
    at = put_head(out, packet, question, core->mode == MODE_NXDOMAIN ? NXDOMAIN : 0, size != 0,
                  question->edns);
    if (size) {
        at = put_two(put_two(put_two(at, 0xC00C), question->qtype), IN);
        at = put_two(put_four(at, BLOCK_TTL), size);
        memcpy(at, data, size);
        at += size;
    }
    if (text)
        at = put_opt(at, question, EDE_FILTERED, PyBytes_AS_STRING(text),
                     (u32)PyBytes_GET_SIZE(text));
    core->counts[(size_t)group * core->columns + column]++;
    return (int)(at - out);
}

/* As Hot._from_cache; `most` bytes fit in out. ODD where the kept response is no usual one. */
static int from_cache(const u8 *packet, const Question *question, const Front *front, double now,
                      u32 most, u8 *out)
{
    size_t body = (size_t)PyBytes_GET_SIZE(front->body) + 2;
    size_t text = front->ede < 0 ? 0 : (size_t)PyBytes_GET_SIZE(front->text);
    size_t opt = question->edns ? 11 + (front->ede < 0 ? 0 : 6 + text) : 0;
    double age = now - front->put_at;
    u32 each, passed;
    u8 *at;
    if (body < question->end || !(age >= 0 && age < 4e9))
        return ODD;
    if (body + opt > most)
        return (int)(put_head(out, packet, question, TC, 0, 0) - out);
    passed = (u32)age;
    memcpy(out, packet, 2);
    memcpy(out + 2, PyBytes_AS_STRING(front->body), body - 2);
    for (each = 0; each < front->offset_count; each++) {
        u32 ttl = four(out + front->offsets[each]);
        put_four(out + front->offsets[each], ttl > passed ? ttl - passed : 0);
    }
    memcpy(out + HEADER, packet + HEADER, question->end - HEADER);
    out[2] = (u8)((out[2] & ~(RD >> 8)) | (packet[2] & (RD >> 8)));
    out[3] = (u8)((out[3] & ~CD) | (packet[3] & CD));
    at = out + body;
    if (question->edns) {
        out[11] = 1;
        at = put_opt(at, question, front->ede, front->ede < 0 ? "" : PyBytes_AS_STRING(front->text),
                     (u32)text);
    }
    return (int)(at - out);
}

/* ---- the front of the response cache ---------------------------------------------------- */

static void clear_front(Front *front)
{
    PyObject *kept = front->kept;
    PyMem_Free(front->offsets);
    memset(front, 0, sizeof *front);
    Py_XDECREF(kept);
}

static Front *front_set(const Core *core, u64 mark, u32 kind)
{
    return core->front + (mixed(mark ^ (u64)kind << 40) % FRONT_SETS) * WAYS;
}

static Front *front_of(const Core *core, u64 mark, u32 kind)
{
    Front *set = front_set(core, mark, kind);
    int way;
    for (way = 0; way < WAYS; way++)
        if (set[way].kept && set[way].mark == mark && set[way].kind == kind)
            return set + way;
    return NULL;
}

/* Bring what the question will need to the processor while others are decided: a batch waits for
 * memory once, not once a packet. */
static void fetch_ahead(const Core *core, const Question *question)
{
    const Name *name = &question->name;
    u32 label, kind = question->qtype << 2 | (u32)question->dnssec_ok << 1 |
                      ((question->flags & CD) != 0);
    for (label = 0; label < name->labels; label++)
        __builtin_prefetch((const u64 *)core->keys.buf + name->marks[label] % core->slots);
    __builtin_prefetch(front_set(core, name->marks[0], kind));
}

/* Read a hotpy.Kept; 0 when something in it is not as it should be (no exception stays). */
static int read_kept(Front *front, PyObject *kept)
{
    static const char *const names[] = {"body", "offsets", "put_at", "ends_at", "targets", "ede",
                                        "text"};
    PyObject *value[7] = {NULL};
    int each, right = 1;
    Py_ssize_t place;
    for (each = 0; each < 7; each++) {
        value[each] = PyObject_GetAttrString(kept, names[each]);
        right = right && value[each];
    }
    right = right && PyBytes_Check(value[0]) && PyTuple_Check(value[1]) &&
            PyFloat_Check(value[2]) + PyLong_Check(value[2]) && PyTuple_Check(value[4]) &&
            PyFloat_Check(value[3]) + PyLong_Check(value[3]) && PyBytes_Check(value[6]) &&
            PyBytes_GET_SIZE(value[0]) <= MOST_STREAM && PyBytes_GET_SIZE(value[6]) <= 1024 &&
            PyTuple_GET_SIZE(value[1]) <= MOST_STREAM;
    if (right) {
        front->body = value[0];
        front->put_at = PyFloat_AsDouble(value[2]);
        front->ends_at = PyFloat_AsDouble(value[3]);
        front->targets = value[4];
        front->text = value[6];
        front->ede = value[5] == Py_None ? -1 : (int)(PyLong_AsLong(value[5]) & 0xFFFF);
        front->offset_count = (u32)PyTuple_GET_SIZE(value[1]);
        front->offsets = PyMem_Malloc(sizeof(u16) * (front->offset_count + 1));
        right = front->offsets != NULL && !PyErr_Occurred();
    }
    for (place = 0; right && place < PyTuple_GET_SIZE(value[1]); place++) {
        long offset = PyLong_AsLong(PyTuple_GET_ITEM(value[1], place));
        right = offset >= HEADER && offset + 4 <= PyBytes_GET_SIZE(value[0]) + 2 &&
                offset <= 0xFFFF;
        front->offsets[place] = (u16)offset;
    }
    for (each = 0; each < 7; each++)
        Py_XDECREF(value[each]); /* a frozen Kept holds them as long as it lives */
    PyErr_Clear();
    if (!right)
        PyMem_Free(front->offsets);
    return right;
}

/* The kept response of a question, brought to the front. NULL with `how` UP, ODD or FAILED. */
static Front *kept_of(Core *core, const Question *question, double now, int *how)
{
    u32 unchecked = (question->flags & CD) != 0, way;
    u32 kind = question->qtype << 2 | (u32)question->dnssec_ok << 1 | unchecked;
    u64 mark = question->name.marks[0];
    Front *front = front_of(core, mark, kind), made = {0}, *set;
    PyObject *key, *kept;
    *how = UP;
    if (front && front->ends_at > now)
        return front;
    key = Py_BuildValue("(y#IOO)", (const char *)question->name.bytes,
                        (Py_ssize_t)question->name.length, question->qtype,
                        question->dnssec_ok ? Py_True : Py_False, unchecked ? Py_True : Py_False);
    kept = key ? PyDict_GetItemWithError(core->cache, key) : NULL;
    Py_XDECREF(key);
    if (!kept) {
        *how = PyErr_Occurred() ? FAILED : UP;
        return NULL;
    }
    made.mark = mark;
    made.kind = kind;
    if (!read_kept(&made, kept)) {
        *how = ODD;
        return NULL;
    }
    if (made.ends_at <= now) {
        PyMem_Free(made.offsets);
        return NULL;
    }
    Py_INCREF(kept);
    made.kept = kept;
    set = front_set(core, mark, kind);
    if (!front)
        for (front = set, way = 0; way < WAYS; way++)
            if (set[way].ends_at < front->ends_at)
                front = set + way;
    clear_front(front);
    *front = made;
    return front;
}

/* ---- one packet ------------------------------------------------------------------------- */

/* As Hot._answer: the length of the answer in `out`, or UP, ODD, FAILED. Marks are made. */
static int answer(Core *core, const u8 *packet, const Question *question, u32 group, double now,
                  u32 most, u8 *out)
{
    const Name *name = &question->name;
    u64 mask, excepted;
    int column, how, size;
    Front *front;
    if (!touched(core, name, question->qtype, group, &mask, &excepted))
        return FAILED;
    column = judge(core, name, group, mask);
    if (column != OPEN)
        return blocked(core, packet, question, group, (u32)column, out);
    if (*special_at(core, name->marks[0]))
        return UP;
    front = kept_of(core, question, now, &how);
    if (!front)
        return how;
    if (PyTuple_GET_SIZE(front->targets)) {
        PyObject *kept = front->kept;
        Front mine = *front;
        Py_INCREF(kept); /* Python may be asked meanwhile, and the front may change */
        how = judge_way(core, question, mine.targets, group, excepted, &column);
        Py_DECREF(kept);
        if (how < 0)
            return how;
        if (column != OPEN)
            return blocked(core, packet, question, group, (u32)column, out);
        front = kept_of(core, question, now, &how);
        if (!front)
            return how;
    }
    size = from_cache(packet, question, front, now, most, out);
    if (size > 0)
        core->counts[(size_t)group * core->columns + core->categories + 1]++;
    return size;
}

static int usual(const Core *core, const u8 *packet, size_t length, Question *question)
{
    return read_question(packet, length, question) && question->qclass == IN &&
           question->name.length && marks_of(core, &question->name);
}

/* ---- what Python told to answer --------------------------------------------------------- */

static Known *known_set(const Core *core, u64 hash)
{
    return core->known + (hash % KNOWN_SETS) * WAYS;
}

static Known *known_of(const Core *core, const u8 *tail, size_t length, u32 group)
{
    u64 hash = hash_of(core, tail, length, group);
    Known *set = known_set(core, hash);
    int way;
    for (way = 0; way < WAYS; way++)
        if (set[way].asked && set[way].hash == hash && set[way].group == group &&
            (size_t)PyBytes_GET_SIZE(set[way].asked) == length &&
            !memcmp(PyBytes_AS_STRING(set[way].asked), tail, length))
            return set + way;
    return NULL;
}

/* ---- clients ---------------------------------------------------------------------------- */

/* The entry of an address: IPv4 and the same inside IPv6 are one. NULL when Python failed. */
static Client *client_of(Core *core, const u8 *address, size_t length)
{
    u8 key[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    Client *set, *place;
    PyObject *told;
    long group;
    int way;
    memcpy(key + 16 - length, address, length);
    set = core->clients + (hash_of(core, key, 16, 0) % CLIENT_SETS) * WAYS;
    for (way = 0; way < WAYS; way++)
        if (set[way].used && !memcmp(set[way].address, key, 16))
            return set + way;
    told = PyObject_CallFunction(core->group_of, "y#", (const char *)address, (Py_ssize_t)length);
    group = told ? PyLong_AsLong(told) : -1;
    Py_XDECREF(told);
    if (group < 0 || (u64)group >= core->groups) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "no such group");
        return NULL;
    }
    /* Who asked most in this second stays: forged addresses push each other out. */
    for (place = set, way = 0; way < WAYS; way++)
        if (!set[way].used || (place->used && (set[way].second < place->second ||
            (set[way].second == place->second && set[way].count < place->count))))
            place = set + way;
    *place = (Client){.group = (u32)group, .used = 1};
    memcpy(place->address, key, 16);
    return place;
}

static const u8 *address_in(const struct sockaddr_storage *from, size_t *length)
{
    *length = from->ss_family == AF_INET ? 4 : 16;
    return from->ss_family == AF_INET
               ? (const u8 *)&((const struct sockaddr_in *)from)->sin_addr
               : (const u8 *)&((const struct sockaddr_in6 *)from)->sin6_addr;
}

static PyObject *address_for_python(const struct sockaddr_storage *from)
{
    char text[INET6_ADDRSTRLEN] = "";
    if (from->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)from;
        inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
        return Py_BuildValue("(si)", text, ntohs(in->sin_port));
    } else {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)from;
        inet_ntop(AF_INET6, &in->sin6_addr, text, sizeof text);
        return Py_BuildValue("(siII)", text, ntohs(in->sin6_port), ntohl(in->sin6_flowinfo),
                             in->sin6_scope_id);
    }
}

/* ---- the face --------------------------------------------------------------------------- */

/* Python's own answer to what is no usual case: its length, UP, or FAILED. */
static int ask_odd(PyObject *odd, const u8 *packet, size_t length, u32 group, double now, int stream,
                   PyObject **said)
{
    *said = PyObject_CallFunction(odd, "y#IdO", (const char *)packet, (Py_ssize_t)length, group,
                                  now, stream ? Py_True : Py_False);
    if (*said && *said != Py_None && !PyBytes_Check(*said))
        PyErr_SetString(PyExc_TypeError, "an answer must be bytes");
    if (!*said || PyErr_Occurred()) {
        Py_CLEAR(*said);
        return FAILED;
    }
    return *said == Py_None ? UP : (int)PyBytes_GET_SIZE(*said);
}

static int begin(Core *core)
{
    if (core->busy) {
        PyErr_SetString(PyExc_RuntimeError, "the hot path is at work already");
        return 0;
    }
    return core->busy = 1;
}

/* The answer for a group as bytes, None, or NULL; begin() was called. */
static PyObject *decided(Core *core, const Py_buffer *packet, u32 group, double now, int stream,
                         PyObject *odd)
{
    const u8 *bytes = packet->buf;
    size_t length = (size_t)packet->len;
    PyObject *said = NULL;
    Question question;
    int size = UP;
    if (usual(core, bytes, length, &question))
        size = answer(core, bytes, &question, group, now,
                      stream ? MOST_STREAM : question.payload, core->out);
    if (size == ODD)
        size = ask_odd(odd, bytes, length, group, now, stream, &said);
    else if (size == UP)
        core->up++;
    if (size > 0 && !said)
        said = PyBytes_FromStringAndSize((const char *)core->out, size);
    if (size == UP && !said)
        said = Py_NewRef(Py_None);
    return said;
}

/* decide(packet, address, now, stream, odd) */
static PyObject *core_decide(Core *core, PyObject *args)
{
    Py_buffer packet, address;
    double now;
    int stream;
    PyObject *odd, *said = NULL;
    if (!PyArg_ParseTuple(args, "y*y*dpO", &packet, &address, &now, &stream, &odd))
        return NULL;
    if (address.len != 4 && address.len != 16) {
        PyErr_SetString(PyExc_ValueError, "an address has 4 or 16 bytes");
    } else if (begin(core)) {
        Client *client = client_of(core, address.buf, (size_t)address.len);
        if (client)
            said = decided(core, &packet, client->group, now, stream, odd);
        core->busy = 0;
    }
    PyBuffer_Release(&packet);
    PyBuffer_Release(&address);
    return said;
}

/* decide_for(packet, group, now, odd): of a client by stream whose group is known. */
static PyObject *core_decide_for(Core *core, PyObject *args)
{
    Py_buffer packet;
    double now;
    unsigned group;
    PyObject *odd, *said = NULL;
    if (!PyArg_ParseTuple(args, "y*IdO", &packet, &group, &now, &odd))
        return NULL;
    if (group >= core->groups) {
        PyErr_SetString(PyExc_ValueError, "no such group");
    } else if (begin(core)) {
        said = decided(core, &packet, group, now, 1, odd);
        core->busy = 0;
    }
    PyBuffer_Release(&packet);
    return said;
}

/* Room for one more answer behind those that wait to be sent. */
static void give(Core *core, u32 place, u32 from, size_t size)
{
    core->give_at[place].iov_len = size;
    core->give[place].msg_hdr.msg_name = core->from + from;
    core->give[place].msg_hdr.msg_namelen = core->got[from].msg_hdr.msg_namelen;
}

static void send_all(const Core *core, int fd, u32 count)
{
    u32 sent = 0;
    while (sent < count) {
        int done = sendmmsg(fd, core->give + sent, count - sent, MSG_DONTWAIT);
        if (done < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return; /* as hotpy: a full socket loses answers, the client asks again */
        sent += done > 0 ? (u32)done : 1;
    }
}

/* Decide packet `each`: the size of the answer at `out`, UP, or FAILED; 0 with `drop` set. */
static int one(Core *core, u32 each, int understood, double now, PyObject *odd, u8 *out, u32 *group,
               int *drop)
{
    const u8 *packet = core->in + (size_t)each * ROOM, *address;
    size_t length = core->got[each].msg_len, address_length;
    Question *question = core->questions + each;
    PyObject *said = NULL;
    Client *client;
    int size;
    address = address_in(core->from + each, &address_length);
    client = client_of(core, address, address_length);
    *drop = 0;
    if (!client)
        return FAILED;
    *group = client->group;
    if (client->second != (int64_t)now) {
        client->second = (int64_t)now;
        client->count = 0;
    }
    client->count++;
    if (core->per_client && client->count > core->per_client) {
        core->over++;
        *drop = 1;
        if (client->count % 2 == 0 || !read_question(packet, length, question))
            return UP;
        return (int)(put_head(out, packet, question, TC, 0, 0) - out);
    }
    if (core->known_count && length > 2) {
        Known *known = known_of(core, packet + 2, length - 2, *group);
        if (known && known->until > now) {
            memcpy(out, packet, 2);
            size = (int)PyBytes_GET_SIZE(known->answer);
            memcpy(out + 2, PyBytes_AS_STRING(known->answer), (size_t)size);
            core->counts[(size_t)*group * core->columns + known->column]++;
            return size + 2;
        }
    }
    if (!understood)
        return UP;
    size = answer(core, packet, question, *group, now, question->payload, out);
    if (size != ODD)
        return size;
    size = ask_odd(odd, packet, length, *group, now, 0, &said);
    if (size > PACKET)
        size = UP;
    if (size > 0)
        memcpy(out, PyBytes_AS_STRING(said), (size_t)size);
    else if (size == UP)
        core->up--; /* Python counted it */
    Py_XDECREF(said);
    return size;
}

static int add_up(Core *core, PyObject *up, u32 each)
{
    PyObject *address = address_for_python(core->from + each);
    PyObject *pair = address ? Py_BuildValue("(y#N)", (const char *)core->in + (size_t)each * ROOM,
                                             (Py_ssize_t)core->got[each].msg_len, address)
                             : NULL;
    int right = pair && !PyList_Append(up, pair);
    Py_XDECREF(pair);
    core->up++;
    return right;
}

/* One round: how many packets were received, or below 0 when Python failed. */
static int one_round(Core *core, int fd, u32 most, double now, PyObject *odd, PyObject *up)
{
    u8 understood[BATCH];
    u32 each, group, ready = 0;
    int count, right = 1;
    for (each = 0; each < most; each++)
        core->got[each].msg_hdr.msg_namelen = sizeof *core->from;
    count = recvmmsg(fd, core->got, most, MSG_DONTWAIT, NULL);
    if (count <= 0)
        return 0;
    for (each = 0; each < (u32)count; each++) {
        understood[each] = (u8)usual(core, core->in + (size_t)each * ROOM, core->got[each].msg_len,
                                     core->questions + each);
        if (understood[each])
            fetch_ahead(core, core->questions + each);
    }
    for (each = 0; right && each < (u32)count; each++) {
        int drop, size = one(core, each, understood[each], now, odd,
                             core->out + (size_t)ready * ROOM, &group, &drop);
        if (size > 0)
            give(core, ready++, each, (size_t)size);
        else if (size == FAILED)
            right = 0;
        else if (!drop)
            right = add_up(core, up, each);
    }
    send_all(core, fd, ready);
    return right ? count : -1;
}

static PyObject *core_batch(Core *core, PyObject *args)
{
    int fd, most, count = 0;
    double now;
    PyObject *odd, *up;
    if (!PyArg_ParseTuple(args, "iidO", &fd, &most, &now, &odd))
        return NULL;
    up = PyList_New(0);
    if (!up || !begin(core)) {
        Py_XDECREF(up);
        return NULL;
    }
    while (most > 0) {
        u32 room = most < BATCH ? (u32)most : BATCH;
        count = one_round(core, fd, room, now, odd, up);
        most -= count;
        if (count < (int)room)
            break;
    }
    core->busy = 0;
    if (count < 0)
        Py_CLEAR(up);
    return up;
}

/* remember(packet, group, answer, until, column): the same packet gets the same answer. */
static PyObject *core_remember(Core *core, PyObject *args)
{
    Py_buffer packet, said;
    unsigned group, column;
    double until;
    int way;
    if (!PyArg_ParseTuple(args, "y*Iy*dI", &packet, &group, &said, &until, &column))
        return NULL;
    if (group < core->groups && column < core->columns && packet.len > 2 && packet.len <= PACKET &&
        said.len > 2 && said.len <= PACKET) {
        const char *tail = (const char *)packet.buf + 2;
        size_t length = (size_t)packet.len - 2;
        u64 hash = hash_of(core, (const u8 *)tail, length, group);
        Known *known = known_of(core, (const u8 *)tail, length, group), *set;
        Known made = {hash, PyBytes_FromStringAndSize(tail, (Py_ssize_t)length),
                      PyBytes_FromStringAndSize((const char *)said.buf + 2, said.len - 2), until,
                      group, column};
        set = known_set(core, hash);
        if (!known)
            for (known = set, way = 0; way < WAYS; way++)
                if (set[way].until < known->until)
                    known = set + way;
        if (made.asked && made.answer) {
            Known old = *known;
            *known = made;
            core->known_count += !old.asked;
            made = old;
        }
        Py_XDECREF(made.asked);
        Py_XDECREF(made.answer);
    }
    PyBuffer_Release(&packet);
    PyBuffer_Release(&said);
    if (PyErr_Occurred())
        return NULL;
    Py_RETURN_NONE;
}

/* forget(name, qtype, dnssec_ok, unchecked): what is kept of it has changed. */
static PyObject *core_forget(Core *core, PyObject *args)
{
    const char *bytes;
    Py_ssize_t length;
    unsigned qtype;
    int dnssec_ok, unchecked;
    Name name;
    Front *front;
    if (!PyArg_ParseTuple(args, "y#Ipp", &bytes, &length, &qtype, &dnssec_ok, &unchecked))
        return NULL;
    if (length > 0 && length <= MOST_NAME) {
        name.length = (u32)length;
        memcpy(name.bytes, bytes, (size_t)length);
        if (marks_of(core, &name)) {
            u32 kind = qtype << 2 | (u32)dnssec_ok << 1 | (u32)unchecked;
            front = front_of(core, name.marks[0], kind);
            if (front)
                clear_front(front);
        }
    }
    Py_RETURN_NONE;
}

/* taken() -> ([(group, column, count)], up, over); all begin anew. */
static PyObject *core_taken(Core *core, PyObject *unused)
{
    PyObject *counts = PyList_New(0), *taken;
    size_t each, size = (size_t)core->groups * core->columns;
    (void)unused;
    for (each = 0; counts && each < size; each++) {
        PyObject *row;
        int wrong;
        if (!core->counts[each])
            continue;
        row = Py_BuildValue("(IIK)", (unsigned)(each / core->columns),
                            (unsigned)(each % core->columns), core->counts[each]);
        wrong = !row || PyList_Append(counts, row);
        Py_XDECREF(row);
        if (wrong)
            Py_CLEAR(counts);
    }
    if (!counts)
        return NULL;
    taken = Py_BuildValue("(NKK)", counts, core->up, core->over);
    memset(core->counts, 0, size * sizeof *core->counts);
    core->up = core->over = 0;
    return taken;
}

/* ---- making and freeing ----------------------------------------------------------------- */

static u64 room_for(u64 count)
{
    u64 size = 8;
    while (size < 2 * count + 2)
        size *= 2;
    return size;
}

static void *copied(const Py_buffer *buffer)
{
    void *copy = PyMem_Malloc((size_t)buffer->len + 1);
    if (copy)
        memcpy(copy, buffer->buf, (size_t)buffer->len);
    return copy;
}

static int allocate(Core *core)
{
    u32 each;
    core->texts = PyMem_Calloc((size_t)core->groups * core->columns, sizeof *core->texts);
    core->counts = PyMem_Calloc((size_t)core->groups * core->columns, sizeof *core->counts);
    core->has_own = PyMem_Calloc(core->groups, 1);
    core->front = PyMem_Calloc((size_t)FRONT_SETS * WAYS, sizeof *core->front);
    core->said = PyMem_Calloc((size_t)SAID_SETS * WAYS, sizeof *core->said);
    core->known = PyMem_Calloc((size_t)KNOWN_SETS * WAYS, sizeof *core->known);
    core->clients = PyMem_Calloc((size_t)CLIENT_SETS * WAYS, sizeof *core->clients);
    core->in = PyMem_Calloc(BATCH, ROOM);
    core->out = PyMem_Calloc(BATCH, ROOM);
    core->got = PyMem_Calloc(BATCH, sizeof *core->got);
    core->give = PyMem_Calloc(BATCH, sizeof *core->give);
    core->got_at = PyMem_Calloc(BATCH, sizeof *core->got_at);
    core->give_at = PyMem_Calloc(BATCH, sizeof *core->give_at);
    core->from = PyMem_Calloc(BATCH, sizeof *core->from);
    core->questions = PyMem_Calloc(BATCH, sizeof *core->questions);
    if (!core->texts || !core->counts || !core->has_own || !core->front || !core->said ||
        !core->known || !core->clients || !core->in || !core->out || !core->got || !core->give ||
        !core->got_at || !core->give_at || !core->from || !core->questions)
        return 0;
    for (each = 0; each < BATCH; each++) {
        core->got_at[each] = (struct iovec){core->in + (size_t)each * ROOM, PACKET};
        core->give_at[each] = (struct iovec){core->out + (size_t)each * ROOM, 0};
        core->got[each].msg_hdr.msg_iov = core->got_at + each;
        core->give[each].msg_hdr.msg_iov = core->give_at + each;
        core->got[each].msg_hdr.msg_iovlen = core->give[each].msg_hdr.msg_iovlen = 1;
        core->got[each].msg_hdr.msg_name = core->from + each;
    }
    return 1;
}

/* own: triples of u64 (mark, group, BLOCK or ALLOW); special: marks. */
static int fill(Core *core, const Py_buffer *own, const Py_buffer *special)
{
    u64 each, count = (u64)own->len / 24;
    const u64 *from = own->buf;
    core->own_size = room_for(count);
    core->special_size = room_for((u64)special->len / 8);
    core->own = PyMem_Calloc(core->own_size, sizeof *core->own);
    core->special = PyMem_Calloc(core->special_size, sizeof *core->special);
    if (!core->own || !core->special)
        return 0;
    for (each = 0; each < count; each++, from += 3) {
        if (from[1] >= core->groups)
            continue;
        *own_at(core, from[0], (u32)from[1]) = (Own){from[0], (u32)from[1], (u8)from[2]};
        core->has_own[from[1]] = 1;
    }
    for (each = 0; each < (u64)special->len / 8; each++)
        *special_at(core, ((const u64 *)special->buf)[each]) = ((const u64 *)special->buf)[each];
    return 1;
}

static int measures_fit(const Core *core, const Py_buffer *whole, const Py_buffer *above,
                        const Py_buffer *v4, const Py_buffer *v6)
{
    u64 width = core->wide ? 4 : 2;
    return core->prime >> 54 == 1 && core->slots && core->values.len % (Py_ssize_t)width == 0 &&
           (u64)core->values.len / width == core->slots && core->keys.len % 8 == 0 &&
           (u64)core->keys.len / 8 == core->slots && whole->len == above->len && core->meanings &&
           (u64)whole->len == core->meanings * sizeof(Masks) && core->categories <= 64 &&
           core->groups && core->groups < 65536 && (v4->len == 0 || v4->len == 4) &&
           (v6->len == 0 || v6->len == 16);
}

static int core_init(Core *core, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"keys",     "values",     "wide",    "prime", "seed",  "whole",
                            "above",    "conditions", "masks",   "locked", "categories", "own",
                            "special",  "nxdomain",   "v4",      "v6",    "cache", "touched",
                            "text",     "group_of",   "per_client", NULL};
    Py_buffer whole, above, masks, own, special, v4, v6;
    int right = 0;
    if (core->keys.obj) {
        PyErr_SetString(PyExc_RuntimeError, "made already");
        return -1;
    }
    if (!PyArg_ParseTupleAndKeywords(
            args, kwargs, "y*y*pKKy*y*py*KIy*y*py*y*O!OOOI", names, &core->keys, &core->values,
            &core->wide, &core->prime, &core->seed, &whole, &above, &core->conditions, &masks,
            &core->locked, &core->categories, &own, &special, &core->mode, &v4, &v6, &PyDict_Type,
            &core->cache, &core->touched, &core->text, &core->group_of, &core->per_client)) {
        core->cache = core->touched = core->text = core->group_of = NULL;
        memset(&core->keys, 0, sizeof core->keys);
        memset(&core->values, 0, sizeof core->values);
        return -1;
    }
    Py_INCREF(core->cache), Py_INCREF(core->touched), Py_INCREF(core->text);
    Py_INCREF(core->group_of);
    core->slots = (u64)core->keys.len / 8;
    core->meanings = (u32)((size_t)whole.len / sizeof(Masks));
    core->groups = (u32)(masks.len / 8);
    core->columns = core->categories + 2 + SPARE;
    if (!measures_fit(core, &whole, &above, &v4, &v6)) {
        PyErr_SetString(PyExc_ValueError, "the measures of the index or the table do not fit");
    } else {
        core->inverse = (u64)(((__uint128_t)1 << 64) / core->prime);
        core->whole = copied(&whole);
        core->above = copied(&above);
        core->masks = copied(&masks);
        memcpy(core->v4, v4.buf, (size_t)v4.len);
        memcpy(core->v6, v6.buf, (size_t)v6.len);
        core->has_v4 = v4.len != 0;
        core->has_v6 = v6.len != 0;
        right = core->whole && core->above && core->masks && allocate(core) &&
                fill(core, &own, &special);
        if (!right)
            PyErr_NoMemory();
    }
    PyBuffer_Release(&whole), PyBuffer_Release(&above), PyBuffer_Release(&masks);
    PyBuffer_Release(&own), PyBuffer_Release(&special);
    PyBuffer_Release(&v4), PyBuffer_Release(&v6);
    return right ? 0 : -1;
}

static void core_dealloc(Core *core)
{
    size_t each;
    for (each = 0; core->texts && each < (size_t)core->groups * core->columns; each++)
        Py_XDECREF(core->texts[each]);
    for (each = 0; core->front && each < (size_t)FRONT_SETS * WAYS; each++)
        clear_front(core->front + each);
    for (each = 0; core->known && each < (size_t)KNOWN_SETS * WAYS; each++) {
        Py_XDECREF(core->known[each].asked);
        Py_XDECREF(core->known[each].answer);
    }
    PyMem_Free(core->whole), PyMem_Free(core->above), PyMem_Free(core->masks);
    PyMem_Free(core->texts), PyMem_Free(core->counts), PyMem_Free(core->has_own);
    PyMem_Free(core->own), PyMem_Free(core->special), PyMem_Free(core->front);
    PyMem_Free(core->said), PyMem_Free(core->known), PyMem_Free(core->clients);
    PyMem_Free(core->in), PyMem_Free(core->out), PyMem_Free(core->got), PyMem_Free(core->give);
    PyMem_Free(core->got_at), PyMem_Free(core->give_at), PyMem_Free(core->from);
    PyMem_Free(core->questions);
    Py_XDECREF(core->cache), Py_XDECREF(core->touched), Py_XDECREF(core->text);
    Py_XDECREF(core->group_of);
    if (core->keys.obj)
        PyBuffer_Release(&core->keys);
    if (core->values.obj)
        PyBuffer_Release(&core->values);
    Py_TYPE(core)->tp_free((PyObject *)core);
}

static PyMethodDef methods[] = {
    {"decide", (PyCFunction)core_decide, METH_VARARGS, "decide(packet, address, now, stream, odd)"},
    {"decide_for", (PyCFunction)core_decide_for, METH_VARARGS, "decide_for(packet, group, now, odd)"},
    {"batch", (PyCFunction)core_batch, METH_VARARGS, "batch(fd, most, now, odd) -> what goes up"},
    {"remember", (PyCFunction)core_remember, METH_VARARGS,
     "remember(packet, group, answer, until, column)"},
    {"forget", (PyCFunction)core_forget, METH_VARARGS, "forget(name, qtype, dnssec_ok, unchecked)"},
    {"taken", (PyCFunction)core_taken, METH_NOARGS, "taken() -> (counts, up, over)"},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject core_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "mangnon.gateway.engine._hot.Core",
    .tp_basicsize = sizeof(Core),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "One index and one table, ready to answer.",
    .tp_new = PyType_GenericNew,
    .tp_init = (initproc)core_init,
    .tp_dealloc = (destructor)core_dealloc,
    .tp_methods = methods,
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_hot", "The compiled hot path, see hot.py.", -1, NULL, NULL, NULL, NULL,
    NULL,
};

PyMODINIT_FUNC PyInit__hot(void)
{
    PyObject *made;
    if (PyType_Ready(&core_type) < 0)
        return NULL;
    made = PyModule_Create(&module);
    if (made && (PyModule_AddObjectRef(made, "Core", (PyObject *)&core_type) < 0 ||
                 PyModule_AddIntConstant(made, "FACE", FACE) < 0))
        Py_CLEAR(made);
    return made;
}

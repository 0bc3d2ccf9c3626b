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

/* As message.told_mac: the options lie between `at` and `end`. */
static const u8 *told_mac(const u8 *at, const u8 *end)
{
    while (end - at >= 4) {
        u32 code = two(at), length = two(at + 2);
        if (code == OPTION_MAC)
            return length == MAC && end - at >= 4 + MAC ? at + 4 : NULL;
        if ((u32)(end - at - 4) < length)
            return NULL;
        at += 4 + length;
    }
    return NULL;
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
    question->mac = NULL;
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
        question->mac = told_mac(opt + 11, packet + length);
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

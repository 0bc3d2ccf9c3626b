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

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
    core->front = PyMem_Calloc((size_t)FRONT_SETS * WAYS, sizeof *core->front);
    core->said = PyMem_Calloc((size_t)SAID_SETS * WAYS, sizeof *core->said);
    core->known = PyMem_Calloc((size_t)KNOWN_SETS * WAYS, sizeof *core->known);
    core->clients = PyMem_Calloc((size_t)CLIENT_SETS * WAYS, sizeof *core->clients);
    core->top = PyMem_Calloc((size_t)TOP_SETS * WAYS, sizeof *core->top);
    core->top_names = PyMem_Calloc((size_t)TOP_SETS * WAYS, sizeof *core->top_names);
    core->in = PyMem_Calloc(BATCH, ROOM);
    core->out = PyMem_Calloc(BATCH, ROOM);
    core->got = PyMem_Calloc(BATCH, sizeof *core->got);
    core->give = PyMem_Calloc(BATCH, sizeof *core->give);
    core->got_at = PyMem_Calloc(BATCH, sizeof *core->got_at);
    core->give_at = PyMem_Calloc(BATCH, sizeof *core->give_at);
    core->from = PyMem_Calloc(BATCH, sizeof *core->from);
    core->questions = PyMem_Calloc(BATCH, sizeof *core->questions);
    if (!core->top || !core->top_names || !core->texts || !core->counts || !core->front || !core->said ||
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

/* What came from Python, released together. */
typedef struct { Py_buffer whole, above, masks, opened, unknown, grams, marks, rows, kinds, special, v4, v6,
                 top; } Given;

/* marks: of the names that have own rules, in the order of their rows; special: marks. */
static int fill(Core *core, const Py_buffer *marks, const Py_buffer *special)
{
    u64 each, count = (u64)marks->len / 8;
    core->own_size = room_for(count);
    core->special_size = room_for((u64)special->len / 8);
    core->own = PyMem_Calloc(core->own_size, sizeof *core->own);
    core->special = PyMem_Calloc(core->special_size, sizeof *core->special);
    if (!core->own || !core->special)
        return 0;
    for (each = 0; each < count; each++) {
        u64 mark = ((const u64 *)marks->buf)[each];
        *own_at(core, mark) = (Own){mark, (u32)each};
    }
    for (each = 0; each < (u64)special->len / 8; each++)
        *special_at(core, ((const u64 *)special->buf)[each]) = ((const u64 *)special->buf)[each];
    return 1;
}

static int index_fits(const Core *core, const Given *given)
{
    u64 width = core->wide ? 4 : 2;
    return core->prime >> 54 == 1 && core->slots && core->values.len % (Py_ssize_t)width == 0 &&
           (u64)core->values.len / width == core->slots && core->keys.len % 8 == 0 &&
           (u64)core->keys.len / 8 == core->slots && given->whole.len == given->above.len &&
           core->meanings && (u64)given->whole.len == core->meanings * sizeof(Masks) &&
           core->categories <= 64;
}

static int table_fits(const Core *core, const Given *given)
{
    u64 kinds = (u64)given->kinds.len / sizeof(Kind), rules = (u64)given->rows.len / 2, each;
    if (!core->groups || core->groups >= 65536 || core->most_number < core->groups ||
        core->most_number >= ROUTER || (u64)given->masks.len != core->groups * 8 ||
        given->opened.len != given->masks.len || (u64)given->unknown.len != core->groups ||
        (given->grams.len && given->grams.len != GRAMS) ||
        given->marks.len % 8 || rules != (u64)given->marks.len / 8 * core->groups || !kinds ||
        (given->v4.len && given->v4.len != 4) || (given->v6.len && given->v6.len != 16) ||
        core->columns > 65536 || core->columns < 3 * core->categories + 3 ||
        core->columns < core->looks + 4)
        return 0;
    for (each = 0; each < rules; each++)
        if (((const u16 *)given->rows.buf)[each] >= kinds)
            return 0;
    for (each = 0; each < kinds; each++)
        if (((const Kind *)given->kinds.buf)[each].column >= core->columns)
            return 0;
    return 1;
}

static int take_over(Core *core, const Given *given)
{
    core->inverse = (u64)(((__uint128_t)1 << 64) / core->prime);
    core->whole = copied(&given->whole);
    core->above = copied(&given->above);
    core->masks = copied(&given->masks);
    core->opened = copied(&given->opened);
    core->unknown = copied(&given->unknown);
    if (given->grams.len && !(core->grams = copied(&given->grams)))
        return 0;
    core->rows = copied(&given->rows);
    core->kinds = copied(&given->kinds);
    memcpy(core->v4, given->v4.buf, (size_t)given->v4.len);
    memcpy(core->v6, given->v6.buf, (size_t)given->v6.len);
    core->has_v4 = given->v4.len != 0;
    core->has_v6 = given->v6.len != 0;
    return core->whole && core->above && core->masks && core->opened && core->unknown &&
           core->rows && core->kinds && allocate(core) &&
           fill(core, &given->marks, &given->special);
}

static void release(Given *given)
{
    Py_buffer *each = (Py_buffer *)given;
    size_t count = sizeof *given / sizeof *each;
    for (; count; count--, each++)
        PyBuffer_Release(each);
}

static int core_init(Core *core, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"keys",    "values",  "wide",       "prime",       "seed",    "whole",
                            "above",   "conditions", "grams",   "masks",   "opened",      "unknown", "locked",
                            "categories", "columns", "looks",   "marks",       "rows",    "kinds",
                            "special", "nxdomain", "v4",        "v6",          "cache",   "touched",
                            "text",    "group_of", "guess",     "most_number", "per_client",
                            "fresh",   "top",     NULL};
    Given given;
    int right = 0;
    if (core->keys.obj) {
        PyErr_SetString(PyExc_RuntimeError, "made already");
        return -1;
    }
    memset(&given, 0, sizeof given);
    if (!PyArg_ParseTupleAndKeywords(
            args, kwargs, "y*y*pKKy*y*py*y*y*y*KIIIy*y*y*y*py*y*O!OOOOIIdy*", names, &core->keys,
            &core->values, &core->wide, &core->prime, &core->seed, &given.whole, &given.above,
            &core->conditions, &given.grams, &given.masks, &given.opened, &given.unknown, &core->locked,
            &core->categories, &core->columns, &core->looks, &given.marks, &given.rows,
            &given.kinds, &given.special, &core->mode, &given.v4, &given.v6, &PyDict_Type,
            &core->cache, &core->touched, &core->text, &core->group_of, &core->guess,
            &core->most_number, &core->per_client, &core->fresh, &given.top)) {
        core->cache = core->touched = core->text = core->group_of = core->guess = NULL;
        memset(&core->keys, 0, sizeof core->keys);
        memset(&core->values, 0, sizeof core->values);
        return -1;
    }
    Py_INCREF(core->cache), Py_INCREF(core->touched), Py_INCREF(core->text);
    Py_INCREF(core->group_of), Py_INCREF(core->guess);
    core->slots = (u64)core->keys.len / 8;
    core->meanings = (u32)((size_t)given.whole.len / sizeof(Masks));
    core->groups = (u32)(given.masks.len / 8);
    if (!index_fits(core, &given) || !table_fits(core, &given))
        PyErr_SetString(PyExc_ValueError, "the measures of the index or the table do not fit");
    else if (!take_over(core, &given))
        PyErr_NoMemory();
    else if (!take_over_top(core, &given.top))
        PyErr_SetString(PyExc_ValueError, "these are the names of other groups");
    else
        right = 1;
    release(&given);
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
    PyMem_Free(core->opened), PyMem_Free(core->unknown), PyMem_Free(core->rows);
    PyMem_Free(core->grams);
    PyMem_Free(core->kinds), PyMem_Free(core->top), PyMem_Free(core->top_names);
    PyMem_Free(core->texts), PyMem_Free(core->counts);
    PyMem_Free(core->own), PyMem_Free(core->special), PyMem_Free(core->front);
    PyMem_Free(core->said), PyMem_Free(core->known), PyMem_Free(core->clients);
    PyMem_Free(core->in), PyMem_Free(core->out), PyMem_Free(core->got), PyMem_Free(core->give);
    PyMem_Free(core->got_at), PyMem_Free(core->give_at), PyMem_Free(core->from);
    PyMem_Free(core->questions);
    Py_XDECREF(core->cache), Py_XDECREF(core->touched), Py_XDECREF(core->text);
    Py_XDECREF(core->group_of), Py_XDECREF(core->guess);
    if (core->keys.obj)
        PyBuffer_Release(&core->keys);
    if (core->values.obj)
        PyBuffer_Release(&core->values);
    Py_TYPE(core)->tp_free((PyObject *)core);
}

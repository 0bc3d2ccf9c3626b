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

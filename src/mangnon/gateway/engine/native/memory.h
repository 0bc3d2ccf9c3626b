/* ---- what Python tells, and what it takes -------------------------------------------------- */

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

/* taken() -> ([(group, column, count)], up, over, top); all begin anew. */
static PyObject *core_taken(Core *core, PyObject *unused)
{
    PyObject *counts = PyList_New(0), *top, *taken;
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
    top = counts ? take_top(core) : NULL;
    if (!top) {
        Py_XDECREF(counts);
        return NULL;
    }
    taken = Py_BuildValue("(NKKN)", counts, core->up, core->over, top);
    memset(core->counts, 0, size * sizeof *core->counts);
    core->up = core->over = 0;
    return taken;
}

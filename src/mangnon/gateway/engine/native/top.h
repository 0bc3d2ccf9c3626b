/* ---- the names blocked most --------------------------------------------------------------- */

/* Count a blocked answer; see top.py. A name that finds its places taken makes the least of those
 * there smaller, and has it when nothing is left of that. */
static void note_top(Core *core, const Name *name, u32 group, u32 column, u32 bit)
{
    u64 hash = mixed(name->marks[0] ^ ((u64)group << 40 ^ (u64)column << 20));
    size_t set = (hash % TOP_SETS) * WAYS, way, least = set;
    for (way = set; way < set + WAYS; way++) {
        Top *top = core->top + way;
        if (top->mark == name->marks[0] && top->group == group && top->column == column) {
            top->count++;
            top->sketch |= (u64)1 << bit;
            return;
        }
        if (top->count < core->top[least].count)
            least = way;
    }
    if (core->top[least].mark && core->top[least].count) {
        core->top[least].count--;
        return;
    }
    core->top[least] = (Top){name->marks[0], (u64)1 << bit, 1, (u16)group, (u16)column};
    core->top_names[least][0] = (u8)name->length;
    memcpy(core->top_names[least] + 1, name->bytes, name->length);
}

/* [(group, column, name, answers)] of those that enough clients asked for; their counts begin anew. */
static PyObject *take_top(Core *core)
{
    PyObject *taken = PyList_New(0);
    size_t each;
    for (each = 0; taken && each < (size_t)TOP_SETS * WAYS; each++) {
        Top *top = core->top + each;
        PyObject *row;
        int wrong;
        if (!top->count || __builtin_popcountll(top->sketch) < LEAST_ASKERS)
            continue;
        row = Py_BuildValue("(IIy#I)", (unsigned)top->group, (unsigned)top->column,
                            (const char *)core->top_names[each] + 1,
                            (Py_ssize_t)core->top_names[each][0], (unsigned)top->count);
        wrong = !row || PyList_Append(taken, row);
        Py_XDECREF(row);
        top->count = 0;
        if (wrong)
            Py_CLEAR(taken);
    }
    return taken;
}

/* top_state() -> bytes: for a core of the same day, groups and words. */
static PyObject *core_top_state(Core *core, PyObject *unused)
{
    Py_ssize_t tops = (Py_ssize_t)sizeof(Top) * TOP_SETS * WAYS;
    Py_ssize_t names = (Py_ssize_t)(MOST_NAME + 1) * TOP_SETS * WAYS;
    PyObject *state = PyBytes_FromStringAndSize(NULL, tops + names);
    (void)unused;
    if (state) {
        memcpy(PyBytes_AS_STRING(state), core->top, (size_t)tops);
        memcpy(PyBytes_AS_STRING(state) + tops, core->top_names, (size_t)names);
    }
    return state;
}

/* 0 when it is no state of these groups and words. */
static int take_over_top(Core *core, const Py_buffer *state)
{
    size_t tops = sizeof(Top) * TOP_SETS * WAYS, each;
    size_t names = (size_t)(MOST_NAME + 1) * TOP_SETS * WAYS;
    if (!state->len)
        return 1;
    if ((size_t)state->len != tops + names)
        return 0;
    memcpy(core->top, state->buf, tops);
    memcpy(core->top_names, (const u8 *)state->buf + tops, names);
    for (each = 0; each < (size_t)TOP_SETS * WAYS; each++) {
        Top *top = core->top + each;
        if (top->group >= core->groups || top->column >= core->columns)
            return 0;
        if (__builtin_popcountll(top->sketch) >= LEAST_ASKERS)
            top->count = 0; /* the core before hands it over */
    }
    return 1;
}

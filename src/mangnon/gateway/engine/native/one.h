/* ---- one packet ------------------------------------------------------------------------- */

/* As Hot._answer: the length of the answer in `out`, or UP, ODD, FAILED. Marks are made. bit: of the
 * client in the sketches of the day, NO_BIT for none. */
static int answer(Core *core, const u8 *packet, const Question *question, u32 group, u32 bit,
                  double now, u32 most, u8 *out)
{
    const Name *name = &question->name;
    Touched touched;
    Verdict verdict, way;
    int how, size;
    Front *front;
    if (!touch(core, name, question->qtype, group, &touched) ||
        !judge(core, name, group, &touched, &verdict))
        return FAILED;
    if (verdict.blocked) {
        if (bit < NO_BIT)
            note_top(core, name, group, verdict.column, bit);
        return blocked(core, packet, question, group, verdict.column, out);
    }
    if (*special_at(core, name->marks[0]))
        return UP;
    front = kept_of(core, question, now, &how);
    if (!front)
        return how;
    if (PyTuple_GET_SIZE(front->targets)) {
        PyObject *kept = front->kept;
        Front mine = *front;
        Py_INCREF(kept); /* Python may be asked meanwhile, and the front may change */
        how = judge_way(core, question, mine.targets, group, touched.excepted, &way);
        Py_DECREF(kept);
        if (how < 0)
            return how;
        if (way.blocked)
            return blocked(core, packet, question, group, way.column, out);
        front = kept_of(core, question, now, &how);
        if (!front)
            return how;
    }
    size = from_cache(packet, question, front, now, most, out);
    if (size > 0)
        core->counts[(size_t)group * core->columns + verdict.column]++;
    return size;
}

static int usual(const Core *core, const u8 *packet, size_t length, Question *question)
{
    return read_question(packet, length, question) && question->qclass == IN &&
           question->name.length && marks_of(core, &question->name);
}

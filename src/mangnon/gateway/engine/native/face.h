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
static PyObject *decided(Core *core, const Py_buffer *packet, u32 number, u32 bit, double now,
                         int stream, PyObject *odd)
{
    const u8 *bytes = packet->buf;
    size_t length = (size_t)packet->len;
    PyObject *said = NULL;
    Question question;
    int size = UP;
    if (number >= core->groups)
        size = ODD; /* a trail is open for this client: Python answers it, and takes it down */
    else if (usual(core, bytes, length, &question))
        size = answer(core, bytes, &question, number, bit, now,
                      stream ? MOST_STREAM : question.payload, core->out);
    if (size == ODD)
        size = ask_odd(odd, bytes, length, number, now, stream, &said);
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
        Question question;
        const u8 *mac = read_question(packet.buf, (size_t)packet.len, &question) ? question.mac
                                                                                 : NULL;
        Client *client;
        freshen(core, now);
        client = client_of(core, address.buf, (size_t)address.len, mac);
        if (client)
            said = decided(core, &packet, client->number, client->bit, now, stream, odd);
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
    if (group >= core->most_number) {
        PyErr_SetString(PyExc_ValueError, "no such group");
    } else if (begin(core)) {
        said = decided(core, &packet, group, NO_BIT, now, 1, odd);
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

/* Python's answer to packet `each`, put in `out`. */
static int one_odd(Core *core, u32 each, u32 number, double now, PyObject *odd, u8 *out)
{
    PyObject *said = NULL;
    int size = ask_odd(odd, core->in + (size_t)each * ROOM, core->got[each].msg_len, number, now, 0,
                       &said);
    if (size > PACKET)
        size = UP;
    if (size > 0)
        memcpy(out, PyBytes_AS_STRING(said), (size_t)size);
    else if (size == UP)
        core->up--; /* Python counted it */
    Py_XDECREF(said);
    return size;
}

/* Beyond the limit every other packet is told to come by TCP; 0: it gets nothing. */
static int too_many(Core *core, const Client *client, const u8 *packet, size_t length, u8 *out)
{
    Question question;
    core->over++;
    if (client->count % 2 == 0 || !read_question(packet, length, &question))
        return 0;
    return (int)(put_head(out, packet, &question, TC, 0, 0) - out);
}

/* What Python told to answer to this packet: its size at `out`, or UP. */
static int one_known(Core *core, u32 each, u32 number, double now, u8 *out)
{
    const u8 *packet = core->in + (size_t)each * ROOM;
    size_t length = core->got[each].msg_len, size;
    Known *known = core->known_count && length > 2 ? known_of(core, packet + 2, length - 2, number)
                                                   : NULL;
    if (!known || known->until <= now)
        return UP;
    memcpy(out, packet, 2);
    size = (size_t)PyBytes_GET_SIZE(known->answer);
    memcpy(out + 2, PyBytes_AS_STRING(known->answer), size);
    core->counts[(size_t)number * core->columns + known->column]++;
    return (int)size + 2;
}

/* Decide packet `each`: the size of the answer at `out`, UP, or FAILED; 0 with `drop` set. Python's
 * word is looked for last: most packets need none, and the search costs 0.3 us. */
static int one(Core *core, u32 each, int understood, double now, PyObject *odd, u8 *out, int *drop)
{
    const u8 *packet = core->in + (size_t)each * ROOM, *address;
    size_t length = core->got[each].msg_len, address_length;
    Question *question = core->questions + each;
    Client *client;
    u32 number;
    int size = UP;
    address = address_in(core->from + each, &address_length);
    client = client_of(core, address, address_length, question->mac);
    *drop = 0;
    if (!client)
        return FAILED;
    number = client->number;
    if (client->second != (int64_t)now) {
        client->second = (int64_t)now;
        client->count = 0;
    }
    client->count++;
    if (core->per_client && client->count > core->per_client) {
        *drop = 1;
        return too_many(core, client, packet, length, out);
    }
    if (number >= core->groups)
        return one_odd(core, each, number, now, odd, out);
    if (understood)
        size = answer(core, packet, question, number, client->bit, now, question->payload, out);
    if (size == UP)
        size = one_known(core, each, number, now, out);
    return size == ODD ? one_odd(core, each, number, now, odd, out) : size;
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
    u32 each, ready = 0;
    int count, right = 1;
    for (each = 0; each < most; each++)
        core->got[each].msg_hdr.msg_namelen = sizeof *core->from;
    count = recvmmsg(fd, core->got, most, MSG_DONTWAIT, NULL);
    if (count <= 0)
        return 0;
    for (each = 0; each < (u32)count; each++) {
        core->questions[each].mac = NULL; /* what is no question tells of nobody */
        understood[each] = (u8)usual(core, core->in + (size_t)each * ROOM, core->got[each].msg_len,
                                     core->questions + each);
        if (understood[each])
            fetch_ahead(core, core->questions + each);
    }
    for (each = 0; right && each < (u32)count; each++) {
        int drop, size = one(core, each, understood[each], now, odd,
                             core->out + (size_t)ready * ROOM, &drop);
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
    freshen(core, now);
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

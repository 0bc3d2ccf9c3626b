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
 * The files of `native` are parts of this one, in the order of the includes below: one unit for the
 * compiler, so that small functions melt into the loop.
 *
 * Fingerprints: see fingerprint.py. The remainder is Barrett's: with inverse = floor(2^64 / P) and
 * x < 2^63 the estimate (x * inverse) >> 64 is the quotient or one below it.
 */
#include "native/core.h"
#include "native/wire.h"
#include "native/verdict.h"
#include "native/top.h"
#include "native/answers.h"
#include "native/front.h"
#include "native/one.h"
#include "native/clients.h"
#include "native/face.h"
#include "native/memory.h"
#include "native/making.h"

static PyMethodDef methods[] = {
    {"decide", (PyCFunction)core_decide, METH_VARARGS, "decide(packet, address, now, stream, odd)"},
    {"decide_for", (PyCFunction)core_decide_for, METH_VARARGS, "decide_for(packet, group, now, odd)"},
    {"batch", (PyCFunction)core_batch, METH_VARARGS, "batch(fd, most, now, odd) -> what goes up"},
    {"remember", (PyCFunction)core_remember, METH_VARARGS,
     "remember(packet, group, answer, until, column)"},
    {"forget", (PyCFunction)core_forget, METH_VARARGS, "forget(name, qtype, dnssec_ok, unchecked)"},
    {"top_state", (PyCFunction)core_top_state, METH_NOARGS, "top_state() -> bytes for the next"},
    {"taken", (PyCFunction)core_taken, METH_NOARGS, "taken() -> (counts, up, over, top)"},
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

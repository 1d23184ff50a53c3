/* The least that a call can cost: a small array type of float64 written straight against CPython.
 *
 * One heap type with a free list, data beside the header, no dtypes, no broadcasting, no errors but those of
 * the arguments. `bench_hot.py` times the same statements on it and on Numen; the budgets of the hot path are
 * multiples of these times.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>

typedef struct {
    PyObject_HEAD
    Py_ssize_t n, stride;  /* elements, and bytes from one to the next */
    char *data;
    PyObject *base;        /* the owner of the data, or NULL */
    double own[16];        /* the data of short arrays */
} Arr;

static PyTypeObject *ARR;
static Arr *FREE[64];
static int FREE_LEN;

static Arr *arr_new(Py_ssize_t n)
{
    Arr *a;
    if (n <= 16 && FREE_LEN) {
        a = FREE[--FREE_LEN];
        Py_SET_REFCNT((PyObject *)a, 1);
        Py_INCREF(ARR);
    }
    else {
        a = PyObject_New(Arr, ARR);
        if (!a) return NULL;
    }
    a->n = n;
    a->stride = sizeof(double);
    a->base = NULL;
    a->data = (char *)a->own;
    if (n > 16) {
        a->data = PyMem_Malloc(n * sizeof(double));
        if (!a->data) { Py_DECREF(a); return (Arr *)PyErr_NoMemory(); }
    }
    return a;
}

static void arr_dealloc(PyObject *o)
{
    Arr *a = (Arr *)o;
    PyTypeObject *type = Py_TYPE(o);
    if (a->base) Py_DECREF(a->base);
    else if (a->data != (char *)a->own) PyMem_Free(a->data);
    if (FREE_LEN < 64) FREE[FREE_LEN++] = a;
    else PyObject_Free(o);
    Py_DECREF(type);
}

static inline double at(Arr *a, Py_ssize_t i) { return *(double *)(a->data + i * a->stride); }

/* ---- operators */

#define BINARY(NAME, OP)                                                                      \
    static PyObject *NAME(PyObject *x, PyObject *y)                                           \
    {                                                                                         \
        if (Py_TYPE(x) == ARR && Py_TYPE(y) == ARR) {                                         \
            Arr *a = (Arr *)x, *b = (Arr *)y;                                                 \
            if (a->n != b->n) { PyErr_SetString(PyExc_ValueError, "shapes"); return NULL; }   \
            Arr *r = arr_new(a->n);                                                           \
            if (!r) return NULL;                                                              \
            double *out = (double *)r->data;                                                  \
            if (a->stride == 8 && b->stride == 8) {                                           \
                double *p = (double *)a->data, *q = (double *)b->data;                        \
                for (Py_ssize_t i = 0; i < a->n; i++) out[i] = p[i] OP q[i];                  \
            }                                                                                 \
            else                                                                              \
                for (Py_ssize_t i = 0; i < a->n; i++) out[i] = at(a, i) OP at(b, i);          \
            return (PyObject *)r;                                                             \
        }                                                                                     \
        if (Py_TYPE(x) == ARR && PyFloat_CheckExact(y)) {                                     \
            Arr *a = (Arr *)x, *r = arr_new(a->n);                                            \
            double s = PyFloat_AS_DOUBLE(y);                                                  \
            if (!r) return NULL;                                                              \
            double *out = (double *)r->data;                                                  \
            for (Py_ssize_t i = 0; i < a->n; i++) out[i] = at(a, i) OP s;                     \
            return (PyObject *)r;                                                             \
        }                                                                                     \
        Py_RETURN_NOTIMPLEMENTED;                                                             \
    }

BINARY(arr_add, +)
BINARY(arr_mul, *)

/* ---- indexing */

static Arr *arr_view(Arr *a, Py_ssize_t start, Py_ssize_t n, Py_ssize_t step)
{
    Arr *r = arr_new(0);
    if (!r) return NULL;
    r->n = n;
    r->stride = a->stride * step;
    r->data = a->data + start * a->stride;
    r->base = Py_NewRef(a->base ? a->base : (PyObject *)a);
    return r;
}

static PyObject *arr_subscript(PyObject *o, PyObject *key)
{
    Arr *a = (Arr *)o;
    if (PyLong_CheckExact(key)) {
        Py_ssize_t i = PyLong_AsSsize_t(key);
        if (i == -1 && PyErr_Occurred()) return NULL;
        if (i < 0) i += a->n;
        if (i < 0 || i >= a->n) { PyErr_SetString(PyExc_IndexError, "index"); return NULL; }
        return PyFloat_FromDouble(at(a, i));
    }
    if (PySlice_Check(key)) {
        Py_ssize_t start, stop, step;
        if (PySlice_Unpack(key, &start, &stop, &step) < 0) return NULL;
        Py_ssize_t n = PySlice_AdjustIndices(a->n, &start, &stop, step);
        return (PyObject *)arr_view(a, start, n, step);
    }
    PyErr_SetString(PyExc_TypeError, "index");
    return NULL;
}

static PyObject *arr_get_t(PyObject *o, void *unused) { return (PyObject *)arr_view((Arr *)o, 0, ((Arr *)o)->n, 1); }

/* ---- reductions and functions */

static double total(Arr *a)
{
    double s = 0;
    for (Py_ssize_t i = 0; i < a->n; i++) s += at(a, i);
    return s;
}

static PyObject *arr_sum(PyObject *o, PyObject *const *args, Py_ssize_t n, PyObject *kw)
{
    if (n || kw) { PyErr_SetString(PyExc_TypeError, "arguments"); return NULL; }
    return PyFloat_FromDouble(total((Arr *)o));
}

static PyObject *arr_mean(PyObject *o, PyObject *const *args, Py_ssize_t n, PyObject *kw)
{
    if (n || kw) { PyErr_SetString(PyExc_TypeError, "arguments"); return NULL; }
    return PyFloat_FromDouble(total((Arr *)o) / ((Arr *)o)->n);
}

static int one(PyObject *const *args, Py_ssize_t n, PyObject *kw, Py_ssize_t want)
{
    if (n == want && !kw && Py_TYPE(args[0]) == ARR && Py_TYPE(args[want - 1]) == ARR) return 1;
    PyErr_SetString(PyExc_TypeError, "arguments");
    return 0;
}

static PyObject *f_sum(PyObject *m, PyObject *const *args, Py_ssize_t n, PyObject *kw)
{
    return one(args, n, kw, 1) ? PyFloat_FromDouble(total((Arr *)args[0])) : NULL;
}

static PyObject *f_add(PyObject *m, PyObject *const *args, Py_ssize_t n, PyObject *kw)
{
    return one(args, n, kw, 2) ? arr_add(args[0], args[1]) : NULL;
}

static PyObject *f_exp(PyObject *m, PyObject *const *args, Py_ssize_t n, PyObject *kw)
{
    if (!one(args, n, kw, 1)) return NULL;
    Arr *a = (Arr *)args[0], *r = arr_new(a->n);
    if (!r) return NULL;
    for (Py_ssize_t i = 0; i < a->n; i++) ((double *)r->data)[i] = exp(at(a, i));
    return (PyObject *)r;
}

static PyObject *f_array(PyObject *m, PyObject *const *args, Py_ssize_t n, PyObject *kw)
{
    if (n != 1 || kw || !PyList_CheckExact(args[0])) { PyErr_SetString(PyExc_TypeError, "arguments"); return NULL; }
    Py_ssize_t len = PyList_GET_SIZE(args[0]);
    Arr *r = arr_new(len);
    if (!r) return NULL;
    for (Py_ssize_t i = 0; i < len; i++) {
        double x = PyFloat_AsDouble(PyList_GET_ITEM(args[0], i));
        if (x == -1 && PyErr_Occurred()) { Py_DECREF(r); return NULL; }
        ((double *)r->data)[i] = x;
    }
    return (PyObject *)r;
}

#define FAST(f) ((PyCFunction)(void (*)(void))(f))
static PyMethodDef methods[] = {
    {"sum", FAST(arr_sum), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"mean", FAST(arr_mean), METH_FASTCALL | METH_KEYWORDS, NULL},
    {NULL}};
static PyGetSetDef getset[] = {{"T", arr_get_t, NULL, NULL, NULL}, {NULL}};
static PyType_Slot slots[] = {
    {Py_tp_dealloc, arr_dealloc}, {Py_nb_add, arr_add}, {Py_nb_multiply, arr_mul}, {Py_mp_subscript, arr_subscript},
    {Py_tp_methods, methods},     {Py_tp_getset, getset}, {0, NULL}};
static PyType_Spec spec = {"floor_c.Arr", sizeof(Arr), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};

static PyMethodDef functions[] = {
    {"sum", FAST(f_sum), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"add", FAST(f_add), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"exp", FAST(f_exp), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"array", FAST(f_array), METH_FASTCALL | METH_KEYWORDS, NULL},
    {NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "floor_c", NULL, -1, functions};

PyMODINIT_FUNC PyInit_floor_c(void)
{
    PyObject *m = PyModule_Create(&module);
    ARR = (PyTypeObject *)PyType_FromSpec(&spec);
    if (!m || !ARR || PyModule_AddObjectRef(m, "Arr", (PyObject *)ARR) < 0) return NULL;
    return m;
}

"""Running programs written for NumPy unchanged: ``python -m numen [-m MODULE | SCRIPT] [args...]``.

`ownership`   which files are the program's own
`rewrite`     their numpy imports turned into numen imports, on the syntax tree
`loader`      the import hook that compiles them so
`program`     `__main__`, `sys.argv`, `sys.path`, exit status and tracebacks of the program
`children`    processes started through multiprocessing
`adapters`    functions of other packages that insist on the real array type
`pickles`     classes and functions pickled by name
`info`        what ``python -m numen info`` prints
"""

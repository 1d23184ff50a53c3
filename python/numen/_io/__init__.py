"""Reading and writing files: ``.npy`` and ``.npz``, text tables, memory maps, pickles that NumPy wrote.

`header`           the header of a ``.npy`` file, both ways
`array_file`       one array to and from an open ``.npy`` file
`npz`              several arrays in a zip archive, read lazily
`saveload`         `load`, `save`, `savez`, `savez_compressed`
`foreign_pickles`  the names that NumPy's pickles contain
`text_reader`      lines of text to rows of fields: the inner loop of `loadtxt`
`text_convert`     fields to the elements of an array
`columns`          the parts of `genfromtxt`: lines, names, types found from values
`loadtxt`, `savetxt`, `genfromtxt`, `fromregex`
`memmap`           arrays in files mapped to memory
`datasource`       files that may be compressed or lie elsewhere
"""

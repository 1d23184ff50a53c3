"""Lines of text to rows of fields: the tokenizer of `loadtxt`.

`Rows` reads no more lines than it was asked for, so that a file handed in open can be read on afterwards.
"""

import itertools
import warnings

# Lines taken at once where all of the input is wanted.
CHUNK = 8192

_EMBEDDED_NEWLINE = (
    "Found an unquoted embedded newline within a single line of input.  This is currently not supported."
)


def decoded_lines(lines, encoding):
    """The items of an iterable as str; bytes are decoded, anything else is an error."""
    for line in lines:
        if type(line) is str:
            yield line
        elif isinstance(line, bytes):
            yield line.decode(encoding or "latin1")
        elif isinstance(line, str):
            yield str(line)
        else:
            raise TypeError("non-string returned while reading data")


def without_comments(lines, comments):
    """Cut lines at several, or longer, comment marks."""
    for line in lines:
        for mark in comments:
            line = line.split(mark, 1)[0]
        yield line


class Fields:
    """The fields of several rows of the same length, in one list."""

    def __init__(self, flat, count, lines, reader):
        self.flat = flat
        self.count = count
        self._lines, self._reader = lines, reader

    def rows(self):
        """The same as rows, for the way that finds what does not convert."""
        return self._reader._tokenized(self._lines)


class Rows:
    """The rows of a text, in portions.

    Parameters
    ----------
    lines : iterator of str
    delimiter : str or None
        One character; None means any white space.
    comment : str or None
        One character; what follows it on a line is left out.
    quote : str or None
        One character; between two of them delimiters, comments and line ends are text.
    max_rows : int or None
        After so many rows reading stops. Lines without fields do not count.
    first_line : int
        The number of the first line, for warnings.
    """

    def __init__(self, lines, delimiter=None, comment=None, quote=None, max_rows=None, first_line=1):
        self.lines = lines
        self.delimiter = delimiter
        self.comment = comment
        self.quote = quote
        self.left = max_rows
        self.max_rows = max_rows
        self.line_number = first_line
        self.warned = False

    def portions(self, flat=False, table=None):
        """Lists of rows, each a list of str; or `Fields` where `flat` allows it and the lines are alike.

        Fields then still have the ends of lines in them, which parsers of numbers skip. Where `table` makes an array of
        lines, that is the portion.
        """
        while self.left is None or self.left > 0:
            lines = list(itertools.islice(self.lines, CHUNK if self.left is None else min(self.left, CHUNK)))
            if not lines:
                return
            whole = self.left is None and self.quote is None
            array = table(lines, self.delimiter, self.comment) if whole and table is not None else None
            if array is not None:
                yield array
                continue
            if flat and self.left is None:
                fields = self._alike(lines)
                if fields is not None:
                    yield fields
                    continue
            rows = self._tokenized(lines)
            if self.left is not None:
                self._warn_of_empty_lines(lines)
                self.left -= len(rows)
            if rows:
                yield rows

    def _alike(self, lines):
        """All fields at once, if every line has as many delimiters, at least one, and there is nothing else."""
        text = self.delimiter.join(lines) if self.delimiter is not None and self.quote is None else "\r"
        if "\r" in text or self.comment is not None and self.comment in text:
            return None
        counts = {line.count(self.delimiter) for line in lines}
        if len(counts) != 1 or 0 in counts or text.count("\n") > len(lines):
            return None
        return Fields(text.split(self.delimiter), len(lines), lines, self)

    def _tokenized(self, lines):
        if self.quote is not None:
            return self._quoted(lines)
        if self.comment is not None:
            comment = self.comment
            lines = [line.split(comment, 1)[0] if comment in line else line for line in lines]
        for line in lines:
            if "\r" in line or line.find("\n", 0, -1) >= 0:
                _check_newlines(line)
        if self.delimiter is None:
            rows = [line.split() for line in lines]
            return [row for row in rows if row]
        bodies = [_without_end(line) for line in lines]
        return [body.split(self.delimiter) for body in bodies if body]

    def _quoted(self, lines):
        rows = []
        source = itertools.chain(lines, self.lines)
        for _ in range(len(lines)):
            line = next(source, None)
            if line is None:
                break
            row = _quoted_row(line, source, self.delimiter, self.comment, self.quote)
            if row:
                rows.append(row)
        # Quoted text that runs over the end of the portion has taken lines of the next one.
        return rows

    def _warn_of_empty_lines(self, lines):
        for line in lines:
            if not self.warned and self._is_empty(line):
                self.warned = True
                warnings.warn(
                    f"Input line {self.line_number} contained no data and will not be counted towards "
                    f"`max_rows={self.max_rows}`.  This differs from the behaviour in NumPy <=1.22 which "
                    "counted lines rather than rows.  If desired, the previous behaviour can be achieved by "
                    "using `itertools.islice`.\nPlease see the 1.23 release notes for an example on how to "
                    "do this.  If you wish to ignore this warning, use `warnings.filterwarnings`.  This "
                    "warning is expected to be removed in the future and is given only once per `loadtxt` "
                    "call.",
                    UserWarning,
                    stacklevel=6,
                )
            self.line_number += 1

    def _is_empty(self, line):
        body = _without_end(line)
        if self.comment is not None:
            body = body.split(self.comment, 1)[0]
        return not (body.split() if self.delimiter is None else body)


def _check_newlines(line):
    # A line may end in a newline; one inside comes only from a list that holds more than lines.
    body = _without_end(line)
    if "\n" in body or "\r" in body:
        raise ValueError(_EMBEDDED_NEWLINE)


def _without_end(line):
    if line.endswith("\r\n"):
        return line[:-2]
    return line[:-1] if line.endswith(("\n", "\r")) else line


def _quoted_row(line, source, delimiter, comment, quote):
    """The fields of one row; a quoted field may take further lines from `source`.

    A quote opens a quoted part at the beginning of a field; inside, two of them are one. What follows a
    quoted part belongs to the same field.
    """
    fields, field = [], []
    at_start, in_quotes, was_quoted = True, False, False
    index = 0

    def finish():
        fields.append("".join(field))
        field.clear()

    while True:
        if index == len(line):
            if not in_quotes:
                break
            more = next(source, None)
            if more is None:  # the closing quote is missing
                break
            line, index = more, 0
            continue
        char = line[index]
        index += 1
        if in_quotes:
            if char != quote:
                field.append(char)
            elif line[index : index + 1] == quote:
                field.append(quote)
                index += 1
            else:
                in_quotes = False
            continue
        if char == quote and at_start:
            in_quotes, at_start, was_quoted = True, False, True
        elif char == comment:
            break
        elif char in "\r\n":
            if _without_end(line[index - 1 :]) == "":
                break
            raise ValueError(_EMBEDDED_NEWLINE)
        elif delimiter is None and char.isspace():
            if field or was_quoted:
                finish()
            at_start, was_quoted = True, False
        elif char == delimiter:
            finish()
            at_start, was_quoted = True, False
        else:
            field.append(char)
            at_start = False
    # Between blanks, an empty quoted field at the end of a longer row is none.
    if field or (was_quoted and not fields) or (delimiter is not None and (fields or was_quoted)):
        finish()
    return fields

"""Arrays as notebooks show them.

`html`      a line of facts, and a table, an image or a drawing below it
`image`     pixels as a PNG in a page
`drawing`   the box of an array of three or more axes
"""

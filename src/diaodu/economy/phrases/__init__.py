"""The phrasebook: the words an official writes to get a figure (取数).

book           all that can be asked of a panel: `Book(panel).ask(expression, spot)`
desk           where a template puts its questions
said           what an answer is: value, unit, text, sources, or why not
language       how an expression is read: a short list of node types, no way out
evaluation     how it is worked out
spots          where and when; how names are found
reading        figures read at a spot
composing      sentences made of several answers
amounts        numbers as the field prints them
functions      the words, and how one is entered
words/         the words themselves, by what they speak of
"""

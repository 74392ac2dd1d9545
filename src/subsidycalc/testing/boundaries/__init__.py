"""Cases just below, at and above every threshold, made from the rules, to be agreed to by people.

- ``making``: the cases, from ``thresholds`` (where the rules turn), ``solving`` (what must hold besides), ``cells``
  (the firm) and ``bench`` (trying it)
- ``keeping``: the file in which they are kept, and what has been agreed to
"""

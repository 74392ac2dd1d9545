"""The catalogues: ``zh`` and ``en`` for what is said, ``zh_errors`` and ``en_errors`` for what is wrong."""

"""``python -m meetsupport.cli``, for where the script is not on the path."""

from meetsupport.cli.entry import main

main()

"""`python -m workbench` is the command `workbench`, where that is on no path."""

from workbench.cli import main

if __name__ == "__main__":
    main()

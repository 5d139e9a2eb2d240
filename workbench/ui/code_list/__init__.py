"""The views of the code list: the tree, one code, and tidying codes up."""

"""The Write up page: extracts, the table as it will print, exports, drafts."""

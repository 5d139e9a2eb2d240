NAME = "web_page"


def identify(s):
    return False


def read(s):
    raise NotImplementedError

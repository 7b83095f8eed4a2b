"""Numbers as ECMAScript reads and writes them, which is how GitHub does."""

from math import isfinite, isinf, isnan, nan

from relaudit.core.regex import regex

_DECIMAL = regex(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_RADIX = regex(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)")
_INFINITE = {"Infinity": float("inf"), "+Infinity": float("inf"), "-Infinity": float("-inf")}
SPACES = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_PLACES = 15  # behind the point, at most
_DIGITS = 60  # enough for all of them
_PLAIN = 21  # digits before the point that are written out
_EXACT = 2**53
_SMALL = -6


def number_of(text: str) -> float:
    """What `Number(text)` gives: nothing is 0, what is no number is NaN."""
    plain = text.strip(SPACES)
    if not plain:
        return 0.0
    if plain in _INFINITE:
        return _INFINITE[plain]
    if _RADIX.fullmatch(plain):
        return _whole(int(plain, 0))
    return float(plain) if _DECIMAL.fullmatch(plain) else nan


def text_of(number: float) -> str:
    """How GitHub writes a number: at most 15 places, no trailing zeros."""
    if isnan(number) or isinf(number):
        return "NaN" if isnan(number) else "Infinity" if number > 0 else "-Infinity"
    if abs(number) >= 10**_PLAIN:
        return shortest(number)
    from decimal import ROUND_HALF_UP, Context, Decimal

    places = Decimal(1).scaleb(-_PLACES)
    rounded = float(Decimal(number).quantize(places, ROUND_HALF_UP, context=Context(prec=_DIGITS)))
    return "0" if rounded == 0 else shortest(rounded)


def shortest(number: float) -> str:
    """What `String(number)` gives: the shortest digits that mean this number, an exponent only beyond 21 of them."""
    if not isfinite(number) or number == 0:
        return text_of(number) if number else "0"
    if number.is_integer() and abs(number) < _EXACT:
        return str(int(number))
    from decimal import Decimal

    sign, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    figures, point = "".join(map(str, digits)), len(digits) + int(exponent)
    return ("-" if sign else "") + _written(figures, point)


def _written(figures: str, point: int) -> str:
    if len(figures) <= point <= _PLAIN:
        return figures.ljust(point, "0")
    if 0 < point <= _PLAIN:
        return f"{figures[:point]}.{figures[point:]}"
    if _SMALL < point <= 0:
        return f"0.{'0' * -point}{figures}"
    mantissa = figures[0] + (f".{figures[1:]}" if len(figures) > 1 else "")
    return f"{mantissa}e{point - 1:+d}"


def _whole(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf")

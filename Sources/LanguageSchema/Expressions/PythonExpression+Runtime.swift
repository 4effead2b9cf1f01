extension PythonExpression {
    /// The functions that rendered rules call, for Python 3.8 and later; to stand once at the top of a module.
    package static let runtime = #"""
        import math
        import re
        from fractions import Fraction

        _TIMESTAMP = re.compile(
            r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))\Z", re.ASCII)
        _DECIMAL = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?\Z", re.ASCII)


        def _get(holder, name, otherwise=None):
            if not isinstance(holder, dict):
                return None
            return holder.get(name, otherwise)


        def _const(holder, value):
            return value if isinstance(holder, dict) else None


        def _has(value):
            return value is not None


        def _size(value):
            return len(value) if isinstance(value, (str, list, dict)) else None


        def _size_bytes(value):
            if not isinstance(value, str) or len(value) % 4:
                return None
            return len(value) // 4 * 3 - (2 if value.endswith("==") else 1 if value.endswith("=") else 0)


        def _whole(value):
            return value if isinstance(value, int) and not isinstance(value, bool) else None


        def _double(value):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                return None
            try:
                number = float(value)
            except OverflowError:
                return None
            return number if math.isfinite(number) else None


        def _decimal(value):
            if not isinstance(value, str) or len(value) > 1000 or not _DECIMAL.match(value):
                return None
            whole, _, fraction = value.partition(".")
            return Fraction(int(whole + fraction), 10 ** len(fraction))


        def _instant(value):
            match = _TIMESTAMP.match(value) if isinstance(value, str) else None
            if not match:
                return None
            year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
            micros = int(((match.group(7) or "") + "000000")[:6])
            offset = int(match.group(9) or 0) * 60 + int(match.group(10) or 0)
            if match.group(8) == "-":
                offset = -offset
            shifted = (year if month > 2 else year - 1) + 400
            of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
            days = shifted * 365 + shifted // 4 - shifted // 100 + shifted // 400 + of_year - 719468 - 146097
            instant = (days * 86400 + (hour * 60 + minute - offset) * 60 + second) * 1000000 + micros
            return instant if -62167219200000000 <= instant <= 253402300799999999 else None


        def _to_double(value):
            return None if value is None else float(value)


        def _to_decimal(value):
            return None if value is None else Fraction(value)


        def _not(value):
            return None if value is None else not value


        def _and(left, right):
            if left is False or right is False:
                return False
            return None if left is None or right is None else True


        def _or(left, right):
            if left is True or right is True:
                return True
            return None if left is None or right is None else False


        def _if(condition, first, second):
            if condition is None:
                return None
            return first if condition else second


        def _eq(left, right):
            return None if left is None or right is None else left == right


        def _lt(left, right):
            return None if left is None or right is None else left < right


        def _le(left, right):
            return None if left is None or right is None else left <= right


        def _fit(value):
            if isinstance(value, int):
                return value if -(1 << 127) <= value < 1 << 127 else None
            if isinstance(value, float):
                return value if math.isfinite(value) else None
            return value


        def _neg(value):
            return None if value is None else _fit(-value)


        def _add(left, right):
            return None if left is None or right is None else _fit(left + right)


        def _sub(left, right):
            return None if left is None or right is None else _fit(left - right)


        def _mul(left, right):
            return None if left is None or right is None else _fit(left * right)


        def _div(left, right):
            if left is None or right is None or right == 0:
                return None
            if isinstance(left, float):
                return _fit(left / right)
            quotient = abs(left) // abs(right)
            return _fit(quotient if (left < 0) == (right < 0) else -quotient)


        def _rem(left, right):
            if left is None or right is None or right == 0:
                return None
            if isinstance(left, float):
                return math.fmod(left, right)
            if (left, right) == (-(1 << 127), -1):
                return None
            rest = abs(left) % abs(right)
            return -rest if left < 0 else rest


        def _sum(items, total, value):
            if not isinstance(items, list):
                return None
            for item in items:
                total = _add(total, value(item))
            return total

        """#
}

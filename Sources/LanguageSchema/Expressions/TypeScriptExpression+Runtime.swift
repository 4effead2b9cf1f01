extension TypeScriptExpression {
    /// The functions that rendered rules call, for ES2020; to stand once at the top of a module.
    ///
    /// Whole numbers are calculated with as `bigint`; those above 2^53 are exact if the payload holds them as `bigint`.
    package static let runtime = #"""
        const _LEAST = -(2n ** 127n);
        const _MOST = 2n ** 127n - 1n;
        const _TIMESTAMP =
          /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
        const _DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;

        function _isObject(holder: any): boolean {
          return typeof holder === "object" && holder !== null && !Array.isArray(holder);
        }

        function _get(holder: any, name: string, otherwise: any = null): any {
          if (!_isObject(holder)) return null;
          const value = Object.prototype.hasOwnProperty.call(holder, name) ? holder[name] : undefined;
          return value === undefined ? otherwise : value;
        }

        function _const(holder: any, value: any): any {
          return _isObject(holder) ? value : null;
        }

        function _has(value: any): boolean {
          return value !== null && value !== undefined;
        }

        function _size(value: any): any {
          if (typeof value === "string") return BigInt(Array.from(value).length);
          if (Array.isArray(value)) return BigInt(value.length);
          return _isObject(value) ? BigInt(Object.keys(value).length) : null;
        }

        function _size_bytes(value: any): any {
          if (typeof value !== "string" || value.length % 4 !== 0) return null;
          return BigInt((value.length / 4) * 3 - (value.endsWith("==") ? 2 : value.endsWith("=") ? 1 : 0));
        }

        function _whole(value: any): any {
          if (typeof value === "bigint") return value;
          return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : null;
        }

        function _double(value: any): any {
          if (typeof value !== "number" && typeof value !== "bigint") return null;
          const number = Number(value);
          return Number.isFinite(number) ? number : null;
        }

        function _decimal(value: any): any {
          if (typeof value !== "string" || value.length > 1000 || !_DECIMAL.test(value)) return null;
          const point = value.indexOf(".");
          if (point < 0) return { digits: BigInt(value), scale: 0 };
          return { digits: BigInt(value.replace(".", "")), scale: value.length - point - 1 };
        }

        function _instant(value: any): any {
          const match = typeof value === "string" ? _TIMESTAMP.exec(value) : null;
          if (match === null) return null;
          const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
          const micros = BigInt(((match[7] || "") + "000000").slice(0, 6));
          let offset = Number(match[9] || 0) * 60 + Number(match[10] || 0);
          if (match[8] === "-") offset = -offset;
          const shifted = (month > 2 ? year : year - 1) + 400;
          const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
          const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
          const days = shifted * 365 + leaps + ofYear - 719468 - 146097;
          const instant = BigInt(days * 86400 + (hour * 60 + minute - offset) * 60 + second) * 1000000n + micros;
          return instant >= -62167219200000000n && instant <= 253402300799999999n ? instant : null;
        }

        function _to_double(value: any): any {
          return value === null ? null : Number(value);
        }

        function _to_decimal(value: any): any {
          return value === null ? null : { digits: value, scale: 0 };
        }

        function _not(value: any): any {
          return value === null ? null : !value;
        }

        function _and(left: any, right: any): any {
          if (left === false || right === false) return false;
          return left === null || right === null ? null : true;
        }

        function _or(left: any, right: any): any {
          if (left === true || right === true) return true;
          return left === null || right === null ? null : false;
        }

        function _if(condition: any, first: any, second: any): any {
          return condition === null ? null : condition ? first : second;
        }

        function _aligned(value: any, other: any): any {
          return typeof value !== "object" || value.scale >= other.scale
            ? typeof value === "object" ? value.digits : value
            : value.digits * 10n ** BigInt(other.scale - value.scale);
        }

        function _eq(left: any, right: any): any {
          if (left === null || right === null) return null;
          return _aligned(left, right) == _aligned(right, left);
        }

        function _lt(left: any, right: any): any {
          if (left === null || right === null) return null;
          return _aligned(left, right) < _aligned(right, left);
        }

        function _le(left: any, right: any): any {
          if (left === null || right === null) return null;
          return _aligned(left, right) <= _aligned(right, left);
        }

        function _fit(value: any): any {
          if (typeof value === "bigint") return value >= _LEAST && value <= _MOST ? value : null;
          return Number.isFinite(value) ? value : null;
        }

        function _neg(value: any): any {
          if (value === null) return null;
          return typeof value === "object" ? { digits: -value.digits, scale: value.scale } : _fit(-value);
        }

        function _add(left: any, right: any): any {
          if (left === null || right === null) return null;
          if (typeof left !== "object") return _fit(left + right);
          return { digits: _aligned(left, right) + _aligned(right, left), scale: Math.max(left.scale, right.scale) };
        }

        function _sub(left: any, right: any): any {
          return right === null ? null : typeof right === "object" ? _add(left, _neg(right)) :
            left === null ? null : _fit(left - right);
        }

        function _mul(left: any, right: any): any {
          if (left === null || right === null) return null;
          if (typeof left !== "object") return _fit(left * right);
          return { digits: left.digits * right.digits, scale: left.scale + right.scale };
        }

        function _div(left: any, right: any): any {
          return left === null || right === null || right == 0 ? null : _fit(left / right);
        }

        function _rem(left: any, right: any): any {
          if (left === null || right === null || right == 0) return null;
          return left === _LEAST && right === -1n ? null : _fit(left % right);
        }

        function _sum(items: any, total: any, value: (item: any) => any): any {
          if (!Array.isArray(items)) return null;
          for (const item of items) total = _add(total, value(item));
          return total;
        }

        """#
}

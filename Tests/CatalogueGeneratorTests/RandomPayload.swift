import EventBus
import TestSupport

/// Payloads of the property test's event: each optional field is there, null or absent.
enum RandomPayload {
    static func make(_ random: inout SeededGenerator) -> JSONValue {
        var object = JSONObject()
        object["flag"] = maybe(["true", "false", "null"], &random)
        object["on"] = maybe(["true", "false"], &random)
        object["small"] = maybe(["0", "1", "-1", "7", "-2147483648", "null"], &random)
        object["large"] = sure(
            ["0", "3", "-7", "9007199254740993", "9223372036854775807", "-9223372036854775808"], &random)
        object["unsigned"] = maybe(["0", "2", "18446744073709551615"], &random)
        object["ratio"] = sure(["0", "-0.0", "0.1", "1.5", "-2.25", "1e300", "5e-324", "9007199254740992"], &random)
        object["share"] = maybe(["0.5", "3", "1e308", "-1e308", "null"], &random)
        object["price"] = sure([#""0""#, #""-0.00""#, #""12.50""#, #""-3.141592653589793238462643383""#], &random)
        object["fee"] = maybe(
            [#""0""#, #""1""#, #""115792089237316195423570985008687907853269984665640564039457""#], &random)
        object["name"] = maybe([#""""#, #""é""#, #""e\u0301""#, #""😀x""#, #""left""#], &random)
        object["side"] = maybe([#""left""#, #""right""#], &random)
        let instants = [
            #""2027-06-30T11:00:00Z""#, #""2027-06-30T12:00:00.000001Z""#, #""2027-06-30T00:30:00-11:30""#,
            #""0001-01-01T00:00:00Z""#, #""1969-12-31T23:59:59.9999999Z""#,
        ]
        object["at"] = sure(instants, &random)
        object["due"] = maybe(instants + ["null"], &random)
        object["day"] = maybe([#""2027-06-30""#, #""2026-11-21""#], &random)
        object["box"] = maybe([#"{}"#, #"{"count":1}"#, #"{"count":0,"cost":"0.30"}"#], &random)
        object["lines"] = maybe(
            [
                #"[]"#, #"[{"count":1,"weight":0.1,"cost":"0.1"},{"count":2,"weight":0.2,"cost":"0.20"}]"#,
                #"[{"count":5,"cost":"-7"}]"#,
            ], &random)
        return .object(object)
    }

    private static func sure(_ texts: [String], _ random: inout SeededGenerator) -> JSONValue? {
        texts.randomElement(using: &random).flatMap { try? JSONValue(parsing: Array($0.utf8)) }
    }

    private static func maybe(_ texts: [String], _ random: inout SeededGenerator) -> JSONValue? {
        Int.random(in: 0..<4, using: &random) == 0 ? nil : sure(texts, &random)
    }
}

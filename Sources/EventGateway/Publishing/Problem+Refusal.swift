import CatalogueEvents
import EventBus
import EventCatalogue
import HTTPTypes

extension Problem {
    /// A payload that may not be published: 400 where it is not JSON, 422 with every violation as a member.
    init(_ refused: RefusedPayload) {
        switch refused.reason {
        case .notJSON(let error):
            self.init(
                .badRequest, "this is not JSON: \(error)",
                members: [
                    "event": .string(refused.event), "offset": error.offset.map { .number(JSONNumber($0)) } ?? .null,
                ])
        case .violations(let violations):
            let count = violations.count == 1 ? "one rule" : "\(violations.count) rules"
            self.init(
                .unprocessableContent, "the payload breaks \(count) of \(refused.event)",
                members: [
                    "event": .string(refused.event),
                    "violations": .array(
                        violations.prefix(100).map { violation in
                            [
                                "path": .string("\(violation.path)"), "rule": .string(violation.rule.rawValue),
                                "message": .string(violation.message),
                            ]
                        }),
                ])
        }
    }
}

import FixtureMLflow
import Testing

@testable import ModelRegistry

struct WebhookDeliveryTests {
    private static let version = ModelVersionName(model: "lead-scorer", version: "1")

    @Test(
        "what a real MLflow sent is understood",
        arguments: zip(
            RecordedDeliveries.all.prefix(8),
            [
                WebhookDelivery.Occurrence.other, .created(version), .tagged(version, key: "hokusai.status"),
                .aliased(version), .tagged(version, key: "hokusai.status"), .other,
                .created(ModelVersionName(model: "example_model", version: "1")), .other,
            ]))
    func recorded(_ delivery: RecordedDeliveries.Delivery, _ expected: WebhookDelivery.Occurrence) throws {
        let read = try WebhookDelivery(parsing: Array(delivery.body.utf8))
        #expect(read.occurrence == expected)
    }

    @Test(
        "a version is reviewed when something happened to it that may matter",
        arguments: [
            (#"{"entity":"model_version","action":"created","data":{"name":"lead-scorer","version":"1"}}"#, true),
            (
                #"{"entity":"model_version_tag","action":"set","data":{"name":"lead-scorer","version":"1","key":"benchmark_value","value":"1"}}"#,
                true
            ),
            (
                #"{"entity":"model_version_tag","action":"deleted","data":{"name":"lead-scorer","version":"1","key":"x"}}"#,
                true
            ),
            (
                #"{"entity":"model_version_alias","action":"created","data":{"name":"lead-scorer","version":"1","alias":"a"}}"#,
                true
            ),
            (
                #"{"entity":"model_version_tag","action":"set","data":{"name":"lead-scorer","version":"1","key":"hokusai.validation.status","value":"ready"}}"#,
                false
            ),
            (#"{"entity":"model_version_alias","action":"deleted","data":{"name":"lead-scorer","alias":"a"}}"#, false),
            (#"{"entity":"registered_model","action":"created","data":{"name":"lead-scorer"}}"#, false),
            (#"{"entity":"model_version","action":"renamed","data":{}}"#, false),
            (#"{"entity":"budget_policy","action":"exceeded","data":7,"workspace":"w"}"#, false),
            (#"{"entity":"x","action":"y"}"#, false),
        ])
    func consequence(_ body: String, _ isReviewed: Bool) throws {
        let delivery = try WebhookDelivery(parsing: Array(body.utf8))
        #expect(delivery.versionToReview == (isReviewed ? Self.version : nil))
    }

    @Test(
        "what is no delivery is refused, with its place",
        arguments: [
            ("", "this is not JSON"), ("[]", "no JSON object"), (#"{"action":"created"}"#, "entity"),
            (#"{"entity":"model_version","action":7}"#, "action"),
            (#"{"entity":"model_version","action":"created"}"#, "data.name"),
            (#"{"entity":"model_version","action":"created","data":{"name":"a","version":1}}"#, "data.version"),
            (#"{"entity":"model_version_tag","action":"set","data":{"name":"a","version":"1"}}"#, "data.key"),
            (#"{"entity":"model_version_alias","action":"created","data":{"name":""}}"#, "data.name"),
            (#"{"entity":"x","action":"y""#, "this is not JSON"),
        ])
    func malformed(_ body: String, _ part: String) {
        do {
            _ = try WebhookDelivery(parsing: Array(body.utf8))
            Issue.record("\(body) was taken")
        } catch {
            #expect(error.description.contains(part), "\(error)")
        }
    }

    @Test(
        "a version is named by its model and its number",
        arguments: [
            ("a/1", ModelVersionName?.some(ModelVersionName(model: "a", version: "1"))),
            ("a/b/2", ModelVersionName(model: "a/b", version: "2")), ("a", nil), ("/1", nil), ("a/", nil), ("", nil),
        ])
    func names(_ text: String, _ expected: ModelVersionName?) {
        #expect(ModelVersionName(text) == expected)
    }
}

import Testing

@testable import RedisClient

@Suite("Redis URLs")
struct RedisURLTests {
    @Test(
        "an address is read in every form, and written back without the password",
        arguments: [
            ("localhost", "redis://localhost:6379/0"),
            ("localhost:7000", "redis://localhost:7000/0"),
            ("redis://h", "redis://h:6379/0"),
            ("REDIS://h:1/5", "redis://h:1/5"),
            ("rediss://user:secret@h:6380/2", "rediss://user:***@h:6380/2"),
            ("redis://:secret@h", "redis://:***@h:6379/0"),
            (":secret@h", "redis://:***@h:6379/0"),
            ("redis://user@h", "redis://user@h:6379/0"),
            ("redis://[::1]:6390", "redis://[::1]:6390/0"),
            ("redis://h?db=4", "redis://h:6379/4"),
            ("unix:///run/redis.sock", "unix:///run/redis.sock?db=0"),
            ("unix:///run/redis.sock?db=1", "unix:///run/redis.sock?db=1"),
            ("unix://:secret@/run/redis.sock", "unix://:***@/run/redis.sock?db=0"),
        ])
    func reading(url: String, expected: String) throws {
        let configuration = try RedisConfiguration(url: url)
        #expect(configuration.description == expected)
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("secret"))
    }

    @Test("user and password are decoded, whatever they hold")
    func credentials() throws {
        let configuration = try RedisConfiguration(url: "redis://u%40x:p%2F%3A@%25@h")
        #expect(configuration.username == "u@x")
        #expect(configuration.password == "p/:@%")
        #expect(configuration.address == .tcp(host: "h", port: 6379))
    }

    @Test(
        "what cannot be right is refused, and the password is not repeated",
        arguments: [
            ("", RedisConfigurationError.empty),
            ("http://h", .unknownScheme("http")),
            ("redis://", .invalidHost("")),
            ("redis://h:0", .invalidPort("0")),
            ("redis://h:65536", .invalidPort("65536")),
            ("redis://h:port", .invalidPort("port")),
            ("redis://h/x", .invalidDatabase("x")),
            ("redis://h/-1", .invalidDatabase("-1")),
            ("redis://:secret%zz@h", .invalidCredentials),
            ("redis://:secret@h?nonsense=1", .invalidOption("nonsense")),
            ("unix://", .invalidPath("")),
        ])
    func refusing(url: String, expected: RedisConfigurationError) {
        #expect(throws: expected) { try RedisConfiguration(url: url) }
        #expect(!expected.description.contains("secret"))
    }
}

#pragma once

#include <QLatin1StringView>

/// Every stable code of an Error, of a health check and of a lamp command, once. Programs compare
/// them, databases and `parkctl` keep them, so what is here never changes; the words for people are
/// in ui/labels. This header includes nothing of ours, so that every room may include it.
namespace parking::problem {

// --- What somebody asked for ---
inline constexpr QLatin1StringView kValidation("VALIDATION_ERROR");
inline constexpr QLatin1StringView kNotFound("RECORD_NOT_FOUND");
inline constexpr QLatin1StringView kDuplicate("DUPLICATE_RESOURCE");
inline constexpr QLatin1StringView kChangedMeanwhile("CHANGED_MEANWHILE"); ///< by somebody else
inline constexpr QLatin1StringView kConfiguration("CONFIGURATION");
inline constexpr QLatin1StringView kBadFile("BAD_FILE");
inline constexpr QLatin1StringView kBadCsv("BAD_CSV");
inline constexpr QLatin1StringView kBadCalendar("BAD_CALENDAR"); ///< an iCalendar file that is none
/// What a calendar asks for and nobody here does: it is told, never left out in silence.
inline constexpr QLatin1StringView kUnsupported("UNSUPPORTED");
inline constexpr QLatin1StringView kUnknownZone("UNKNOWN_TIME_ZONE");
inline constexpr QLatin1StringView kBadPicture("BAD_PICTURE");
inline constexpr QLatin1StringView kUnknownType("UNKNOWN_TYPE"); ///< of device
inline constexpr QLatin1StringView kNoDisplay("NO_DISPLAY"); ///< the type shows nothing
inline constexpr QLatin1StringView kNoLamp("NO_LAMP"); ///< the space has none

// --- Bookings ---
inline constexpr QLatin1StringView kSpaceNotAvailable("SPACE_NOT_AVAILABLE"); ///< it is booked then
// Rules that a VALIDATION_ERROR names as details.rule.
inline constexpr QLatin1StringView kEndBeforeStart("END_BEFORE_START");
inline constexpr QLatin1StringView kBookingTooLong("BOOKING_TOO_LONG");
inline constexpr QLatin1StringView kBookingInPast("BOOKING_IN_PAST");
inline constexpr QLatin1StringView kBookingTooFarAhead("BOOKING_TOO_FAR_AHEAD");
inline constexpr QLatin1StringView kBookingNotBegun("BOOKING_NOT_BEGUN"); ///< nothing to end
inline constexpr QLatin1StringView kOutsideOpeningHours("OUTSIDE_OPENING_HOURS");
inline constexpr QLatin1StringView kReasonNeeded("REASON_NEEDED"); ///< the space has a rare feature
/// The person's active bookings are as many as one may hold.
inline constexpr QLatin1StringView kTooManyBookings("TOO_MANY_BOOKINGS");
inline constexpr QLatin1StringView kBadEmail("BAD_EMAIL");
inline constexpr QLatin1StringView kBadPhone("BAD_PHONE");
inline constexpr QLatin1StringView kBadText("BAD_TEXT"); ///< too long, or it cannot be stored
inline constexpr QLatin1StringView kNoTime("NO_TIME"); ///< a text that is none
/// A local time that the clock on the wall shows twice.
inline constexpr QLatin1StringView kTimeTwice("TIME_TWICE");
inline constexpr QLatin1StringView kBadSeries("BAD_SERIES"); ///< its rule makes no sense
inline constexpr QLatin1StringView kSeriesNoEnd("SERIES_NO_END");
inline constexpr QLatin1StringView kSeriesEmpty("SERIES_EMPTY"); ///< not one day falls into it
inline constexpr QLatin1StringView kSeriesTooLong("SERIES_TOO_LONG");

// --- Database, data folder, sockets ---
inline constexpr QLatin1StringView kDatabase("DATABASE_ERROR");
/// A value that this program does not know, written by hand or by a newer program.
inline constexpr QLatin1StringView kRowUnreadable("ROW_UNREADABLE");
/// The file of an SQLite database was deleted, moved away or replaced by an empty one.
inline constexpr QLatin1StringView kDatabaseFile("DATABASE_FILE_GONE");
/// Between here and PostgreSQL stands a pooler that gives each transaction another session.
inline constexpr QLatin1StringView kPooler("CONNECTION_POOLER");
inline constexpr QLatin1StringView kDriverMissing("DRIVER_MISSING");
inline constexpr QLatin1StringView kMigrationNeeded("MIGRATION_NEEDED");
inline constexpr QLatin1StringView kMigrationRunning("MIGRATION_RUNNING");
inline constexpr QLatin1StringView kMigrationMissing("MIGRATION_MISSING");
inline constexpr QLatin1StringView kMigrationChanged("MIGRATION_CHANGED");
inline constexpr QLatin1StringView kDatabaseTooNew("DATABASE_TOO_NEW");
inline constexpr QLatin1StringView kDataFolder("DATA_FOLDER");
inline constexpr QLatin1StringView kJournalFolder("JOURNAL_FOLDER");
inline constexpr QLatin1StringView kJournalLocked("JOURNAL_LOCKED");
inline constexpr QLatin1StringView kCannotListen("CANNOT_LISTEN");

// --- Messages: codes of dead letters, and of frames that were not understood ---
inline constexpr QLatin1StringView kBadTopic("BAD_TOPIC");
inline constexpr QLatin1StringView kBadJson("BAD_JSON");
inline constexpr QLatin1StringView kBadField("BAD_FIELD");
inline constexpr QLatin1StringView kBadTime("BAD_TIME");
inline constexpr QLatin1StringView kEuiMismatch("EUI_MISMATCH");
inline constexpr QLatin1StringView kUnknownEvent("UNKNOWN_EVENT");
inline constexpr QLatin1StringView kDecodeFailed("DECODE_FAILED");
inline constexpr QLatin1StringView kTooShort("TOO_SHORT");
inline constexpr QLatin1StringView kWrongLength("WRONG_LENGTH");
inline constexpr QLatin1StringView kWrongPort("WRONG_PORT");
inline constexpr QLatin1StringView kNoObject("NO_OBJECT");
inline constexpr QLatin1StringView kNoEncoder("NO_ENCODER");

// --- Health ---
inline constexpr QLatin1StringView kUnreachable("UNREACHABLE"); ///< the database
inline constexpr QLatin1StringView kBrokerUnreachable("BROKER_UNREACHABLE");
/// The first try is under way: not connected, and nothing has failed.
inline constexpr QLatin1StringView kBrokerConnecting("BROKER_CONNECTING");
inline constexpr QLatin1StringView kQosZero("QOS_ZERO");
/// The broker speaks MQTT 3.1.1 alone, which tells less.
inline constexpr QLatin1StringView kMqttOld("MQTT_OLD");
/// By the settings, somebody on the way could read or forge what is said.
inline constexpr QLatin1StringView kWeakConnection("WEAK_CONNECTION");
inline constexpr QLatin1StringView kSessionLost("SESSION_LOST");
/// The database is away, and a standby may have the broker.
inline constexpr QLatin1StringView kBrokerLeft("BROKER_LEFT");
/// Another program uses our client id at the broker.
inline constexpr QLatin1StringView kSessionTakenOver("SESSION_TAKEN_OVER");
inline constexpr QLatin1StringView kJournalWrite("JOURNAL_WRITE");
inline constexpr QLatin1StringView kJournalCorrupt("JOURNAL_CORRUPT");
/// Files of the journal that cannot be opened.
inline constexpr QLatin1StringView kJournalUnreadable("JOURNAL_UNREADABLE");
/// Its folder was emptied, put back or copied.
inline constexpr QLatin1StringView kJournalReplaced("JOURNAL_REPLACED");
/// The database stands and takes in nothing: a full disk, a table, a trigger, a right.
inline constexpr QLatin1StringView kNothingStored("NOTHING_STORED");
inline constexpr QLatin1StringView kBacklog("BACKLOG");
inline constexpr QLatin1StringView kMessagesRefused("MESSAGES_REFUSED"); ///< some were set aside
/// More came than is kept or listed.
inline constexpr QLatin1StringView kMessagesFlood("MESSAGES_FLOOD");
/// The network server drops the uplinks of devices whose frame counter restarted.
inline constexpr QLatin1StringView kCounterReset("COUNTER_RESET");
inline constexpr QLatin1StringView kClockDiffers("CLOCK_DIFFERS"); ///< from the network server's
inline constexpr QLatin1StringView kSensorsUnheard("SENSORS_UNHEARD");
inline constexpr QLatin1StringView kGatewayLost("GATEWAY_LOST");
/// The broker is away: how what is heard through it does is not known.
inline constexpr QLatin1StringView kNotHeard("NOT_HEARD");
/// Some do not show what they should, or are not told it.
inline constexpr QLatin1StringView kLampsAmiss("LAMPS_AMISS");
/// Somebody else stands where a booking runs, or a car is still there after its end.
inline constexpr QLatin1StringView kBookingsAmiss("BOOKINGS_AMISS");
/// The site's mail server, or the receiver of alarms, takes them not or not all.
inline constexpr QLatin1StringView kMailFails("MAIL_FAILS");
inline constexpr QLatin1StringView kWebhookFails("WEBHOOK_FAILS");
/// What is old could not be dropped.
inline constexpr QLatin1StringView kRetentionFails("RETENTION_FAILS");
inline constexpr QLatin1StringView kStandby("STANDBY");
/// The database server's clock and this computer's are apart.
inline constexpr QLatin1StringView kDatabaseClock("DATABASE_CLOCK_DIFFERS");
/// Somebody holds the lock of the station that ingests, reports nothing, and cannot be put aside.
inline constexpr QLatin1StringView kLockHeld("LOCK_HELD");
inline constexpr QLatin1StringView kStationDown("STATION_DOWN");
/// Another station ended without a good-bye: what it took in may lie in its folder only.
inline constexpr QLatin1StringView kLeftBehind("LEFT_BEHIND");

// --- ChirpStack ---
inline constexpr QLatin1StringView kNotChirpStack("NOT_CHIRPSTACK"); ///< another server answers
inline constexpr QLatin1StringView kChirpStackUnreachable("CHIRPSTACK_UNREACHABLE");
inline constexpr QLatin1StringView kChirpStackUnavailable("CHIRPSTACK_UNAVAILABLE");
/// Whether the request was done is open.
inline constexpr QLatin1StringView kChirpStackDoubtful("CHIRPSTACK_DOUBTFUL");
inline constexpr QLatin1StringView kChirpStackInternal("CHIRPSTACK_INTERNAL");
inline constexpr QLatin1StringView kChirpStackBusy("CHIRPSTACK_BUSY");
inline constexpr QLatin1StringView kChirpStackRefused("CHIRPSTACK_REFUSED");
/// 401 for one request: the key, or a device that it may not use.
inline constexpr QLatin1StringView kChirpStackUnauthorized("CHIRPSTACK_UNAUTHORIZED");
inline constexpr QLatin1StringView kChirpStackKey("CHIRPSTACK_KEY"); ///< it is the key
/// The key may read there and command nothing.
inline constexpr QLatin1StringView kChirpStackReadOnly("CHIRPSTACK_READ_ONLY");
inline constexpr QLatin1StringView kChirpStackNoDevice("CHIRPSTACK_NO_DEVICE"); ///< none of this id
inline constexpr QLatin1StringView kChirpStackNotSetUp("CHIRPSTACK_NOT_SET_UP");
inline constexpr QLatin1StringView kChirpStackNotAsked("CHIRPSTACK_NOT_ASKED");
/// The station knows how it stands with ChirpStack, and this is another program.
inline constexpr QLatin1StringView kChirpStackOnlyStation("CHIRPSTACK_ONLY_STATION");

// --- Lamp commands and lamps ---
inline constexpr QLatin1StringView kNotAcknowledged("NOT_ACKNOWLEDGED");
inline constexpr QLatin1StringView kExpired("EXPIRED");
inline constexpr QLatin1StringView kExpiredSilently("EXPIRED_SILENTLY");
inline constexpr QLatin1StringView kRefusedByNetwork("REFUSED_BY_NETWORK");
inline constexpr QLatin1StringView kFlushed("FLUSHED");
inline constexpr QLatin1StringView kNotFollowing("NOT_FOLLOWING");
inline constexpr QLatin1StringView kWrongLayout("WRONG_LAYOUT");
inline constexpr QLatin1StringView kNoType("NO_TYPE");
inline constexpr QLatin1StringView kBadSettings("BAD_SETTINGS");
// Rules that a VALIDATION_ERROR names as details.rule.
inline constexpr QLatin1StringView kNoPayload("NO_PAYLOAD");
inline constexpr QLatin1StringView kBadHex("BAD_HEX");
inline constexpr QLatin1StringView kOddHex("ODD_HEX"); ///< half a byte is missing
inline constexpr QLatin1StringView kBadBase64("BAD_BASE64");
inline constexpr QLatin1StringView kPayloadTooLong("PAYLOAD_TOO_LONG");
inline constexpr QLatin1StringView kBadPort("BAD_PORT");
/// The lamp's type shows signs of its own, whatever colour is asked for.
inline constexpr QLatin1StringView kNoColours("NO_COLOURS");
/// A request about this lamp is under way.
inline constexpr QLatin1StringView kLampBusy("LAMP_BUSY");
/// What is in the lamp's queue may be at a gateway, so it is not removed.
inline constexpr QLatin1StringView kMayBeOnAir("MAY_BE_ON_AIR");

} // namespace parking::problem

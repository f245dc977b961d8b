#pragma once

#include <QString>

namespace parking::settings {

struct Settings;

/// Setters of the table's keys ALARM_...: false when the text is not allowed.
bool setWebhookSecret(Settings &s, const QString &text);
bool setWebhookUrl(Settings &s, const QString &text); ///< after the secret
bool setWebhookLevel(Settings &s, const QString &text);
bool setMailHost(Settings &s, const QString &text);
bool setMailPort(Settings &s, const QString &text);
bool setMailTls(Settings &s, const QString &text);
bool setMailUser(Settings &s, const QString &text);
bool setMailPassword(Settings &s, const QString &text);
bool setMailCaFile(Settings &s, const QString &text);
bool setMailFrom(Settings &s, const QString &text);
bool setMailTo(Settings &s, const QString &text); ///< after the host and the sender
bool setMailLevel(Settings &s, const QString &text);

} // namespace parking::settings

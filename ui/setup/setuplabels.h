#pragma once

#include "checks/verdict.h"
#include "setup/connectiondraft.h"

/// Words of setting up, in the person's language.
namespace parking::ui::setuplabels {

/// The origin of values that a look at this computer found.
inline const QString kFoundHere = QStringLiteral("found");
/// The origin of values that a set-up kept which was cut off.
inline const QString kKeptDraft = QStringLiteral("kept");

QString title(checks::Subject subject); ///< "Broker"
QString purpose(checks::Subject subject); ///< "sends colours to lamps ..."
QString icon(checks::Subject subject);

QString fieldName(checks::Subject subject, DraftField field);
QString example(checks::Subject subject, DraftField field); ///< in an empty field

QString origin(const QString &origin); ///< "from .env", "found on this computer"; empty: unset
QString place(const QString &origin); ///< where it is changed: ".env, line 3"
/// What may stand there, as settings tell it, in a sentence.
QString allowed(const QString &key, const QString &allowed);

QString text(const checks::Verdict &verdict);
QString advice(const checks::Verdict &verdict);
QString step(checks::Step step); ///< one word
/// The setting of which a finding speaks: where the cursor is of use.
DraftField fieldOf(const checks::Verdict &verdict);

} // namespace parking::ui::setuplabels

#pragma once

#include "base/time.h"

#include <QList>
#include <QString>

/// What of a past is known at all. A state holds until it changes only while somebody listens:
/// where nothing was recorded, nobody knows what a space was.
namespace parking::domain {

/// A time of which nothing was recorded. Both ends are moments at which something was heard, or the
/// rim of what was looked at.
struct RecordingGap {
    UtcTime from;
    UtcTime to; ///< exclusive
    QString problem; ///< what a station said of it then; empty: nobody said anything

    bool operator==(const RecordingGap &) const = default;
    bool holds(UtcTime moment) const { return from < moment && moment < to; }
};

/// The first and the last moment at which anything was heard in a minute.
struct HeardMinute {
    UtcTime first;
    UtcTime last;
};

/// A time in which a station knew that it took nothing in.
struct Deafness {
    UtcTime from;
    UtcTime to;
    QString problem;
};

/// The gaps in [from, to) of a site that was heard in these minutes, oldest first. How long it may
/// be silent follows from how often it speaks: ten times its usual pause, ten minutes at least. Of
/// a site that never spoke all is a gap. While a station was deaf (`deaf`: oldest first) no silence
/// is usual: from then until the next word is a gap, unless what was said meanwhile came later.
QList<RecordingGap> recordingGaps(const QList<HeardMinute> &minutes, const QList<Deafness> &deaf,
                                  UtcTime from, UtcTime to);

/// The gap in which a moment lies; null: none. `gaps`: oldest first.
const RecordingGap *gapAt(const QList<RecordingGap> &gaps, UtcTime moment);

/// A time in which a sensor was heard without a silence longer than its limit.
struct HeardSpan {
    UtcTime from;
    UtcTime to; ///< of its last word; it holds for the limit beyond

    bool operator==(const HeardSpan &) const = default;
};

/// Makes spans of the moments at which a sensor was heard, handed in oldest first.
class HeardSpans {
public:
    explicit HeardSpans(Milliseconds limit) : m_limit(limit) { }

    /// Whether the word was understood: before the first that was, a sensor says nothing.
    void hear(UtcTime moment, bool isUnderstood);
    /// What was said until now says nothing more: it is another sensor's word, or the space was
    /// unknown in between. A new span begins with the next word that is understood.
    void breakOff() { m_isKnown = false; }
    const QList<HeardSpan> &spans() const { return m_spans; }

private:
    Milliseconds m_limit;
    bool m_isKnown = false; ///< a word was understood since the last break
    QList<HeardSpan> m_spans;
};

} // namespace parking::domain

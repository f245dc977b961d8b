#pragma once

#include "base/time.h"
#include "checks/verdict.h"

#include <QObject>
#include <QTimer>

namespace parking::checks {

class Reach;

/// One try of a connection, apart from every connection that is in use. It ends by itself, by its
/// deadline at the latest, and tells once; destroyed before that it tells nothing.
///
/// Thread: its owner's, which runs an event loop; nothing in it waits.
class Check : public QObject {
    Q_OBJECT

public:
    ~Check() override;

    void begin();

Q_SIGNALS:
    void done(const parking::checks::Verdict &verdict);

protected:
    Check(Subject subject, Milliseconds patience, QObject *parent);

    virtual void start() = 0;
    /// By the deadline: what was waited for. As long as it was connecting its Reach knows.
    virtual Finding late() const;
    virtual void expire() { onFailure(late(), {}); } ///< by the deadline
    /// The way failed, or its time is over.
    virtual void onFailure(Finding finding, const QString &detail) { end(finding, detail); }

    void pass(Step step)
    {
        if (!m_verdict.passed.contains(step))
            m_verdict.passed.append(step);
    }
    void note(const QString &fact, const QJsonValue &value) { m_verdict.facts.insert(fact, value); }
    const Verdict &soFar() const { return m_verdict; }
    void end(Finding finding, const QString &detail = {});
    void end(const Verdict &verdict);
    void waitLonger(Milliseconds patience); ///< from now on
    void waitAgain() { waitLonger(m_patience); }
    /// Begins the way to a port; its failures end this check.
    Reach &reach(const QString &host, quint16 port);
    /// Words of another side are told without it.
    void hide(const QString &secret) { m_secrets.append(secret); }
    bool isOver() const { return m_isOver; }

private:
    Verdict m_verdict;
    QTimer m_deadline;
    Milliseconds m_patience;
    Reach *m_reach = nullptr;
    QStringList m_secrets;
    bool m_isOver = false;
};

/// By how much this computer's clock is apart, for the words: apart, direction.
QJsonObject clockFacts(Milliseconds ahead);
inline constexpr Milliseconds kClockApart = std::chrono::seconds(30);

} // namespace parking::checks

Q_DECLARE_METATYPE(parking::checks::Verdict)

#include "checks/check.h"

#include "base/literals.h"
#include "base/plaintext.h"
#include "base/secret.h"
#include "checks/reach.h"

#include <QSslSocket>

namespace parking::checks {

Check::Check(Subject subject, Milliseconds patience, QObject *parent)
    : QObject(parent), m_deadline(this), m_patience(patience)
{
    m_verdict.subject = subject;
    note(u"seconds"_s, double(std::chrono::duration_cast<std::chrono::seconds>(patience).count()));
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { expire(); });
}

Check::~Check() = default;

void Check::begin()
{
    m_deadline.start(m_patience);
    start();
}

void Check::waitLonger(Milliseconds patience)
{
    m_deadline.start(patience);
}

Finding Check::late() const
{
    return m_reach ? m_reach->stuckAt() : Finding::AnswerSilent;
}

Reach &Check::reach(const QString &host, quint16 port)
{
    if (m_reach) { // this may be called from one of its signals
        m_reach->disconnect(this);
        m_reach->socket().disconnect(this);
        m_reach->deleteLater();
    }
    m_reach = new Reach(host, port, this);
    note(u"host"_s, host);
    note(u"port"_s, port);
    connect(m_reach, &Reach::failed, this, [this](Finding finding) {
        const QJsonObject known = m_reach->facts();
        for (auto it = known.begin(); it != known.end(); ++it)
            note(it.key(), it.value());
        if (stepOf(finding) > Step::Name)
            pass(Step::Name);
        if (stepOf(finding) == Step::Certificate)
            pass(Step::Tls);
        onFailure(finding, m_reach->detail());
    });
    connect(m_reach, &Reach::connected, this, [this] {
        pass(Step::Name);
        pass(Step::Port);
    });
    connect(m_reach, &Reach::secured, this, [this] {
        pass(Step::Tls);
        pass(Step::Certificate);
    });
    m_reach->begin();
    return *m_reach;
}

void Check::end(Finding finding, const QString &detail)
{
    if (m_isOver)
        return;
    m_isOver = true;
    m_deadline.stop();
    m_verdict.finding = finding;
    m_verdict.detail = plainText(detail, 1000);
    for (const QString &secret : std::as_const(m_secrets))
        m_verdict.detail = withoutSecret(m_verdict.detail, secret);
    // Not within a signal of what is told about: whoever hears it may destroy this.
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT done(m_verdict); }, Qt::QueuedConnection);
}

void Check::end(const Verdict &verdict)
{
    if (!m_isOver)
        m_verdict = verdict;
    end(verdict.finding, verdict.detail);
}

QJsonObject clockFacts(Milliseconds ahead)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(ahead).count();
    return {{u"apart"_s, double(std::abs(seconds))},
            {u"direction"_s, seconds > 0 ? u"ahead of"_s : u"behind"_s}};
}

} // namespace parking::checks

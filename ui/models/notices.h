#pragma once

#include "base/result.h"

#include <QList>
#include <QObject>

#include <functional>

namespace parking::ui {

/// Of a step: what it would change is so already, by itself.
inline constexpr QLatin1StringView kEndedByItself("ENDED_BY_ITSELF");

/// What is told to the person, one notice at a time, and the acts that can be taken back. Knows no
/// widget. An act counts as taken back, or as done again, when its step answers so, never before;
/// steps run one after the other.
class Notices : public QObject {
    Q_OBJECT

public:
    /// Of a step: that it is done, or why it is not. Called once, in this thread.
    using Answer = std::function<void(const Result<> &)>;
    using Step = std::function<void(const Answer &)>;

    enum class Offer { None, Undo, Redo };
    /// With the act that it offers to take back or to do again.
    struct Notice {
        QString text;
        Offer offer = Offer::None;
        quint64 act = 0;
    };

    explicit Notices(QObject *parent = nullptr) : QObject(parent) { }

    void tell(const QString &text);
    void tell(const Error &error); ///< in the person's words
    /// Something was done that can be taken back.
    void tellDone(const QString &text, Step undo, Step redo);
    /// Something was done that cannot be taken back; what was done before it neither.
    void tellFinal(const QString &text);

    void undo(); ///< the newest act that stands
    void redo(); ///< the act that was taken back last
    /// What the notice offers, unless its act is not the next one any more.
    void follow(const Notice &notice);

    int undoable() const { return int(m_done); }
    int redoable() const { return int(m_acts.size() - m_done); }

Q_SIGNALS:
    void told(const parking::ui::Notices::Notice &notice);

private:
    struct Act {
        quint64 id = 0;
        QString text;
        Step undo;
        Step redo;
    };

    void want(Offer direction);
    void runNext();
    void onAnswer(Offer direction, const Act &act, const Result<> &result);
    void onRefusal(Offer direction, const Act &act, const Error &error);
    QString nothingLeft(Offer direction) const;

    QList<Act> m_acts; ///< the first m_done stand, the others were taken back
    qsizetype m_done = 0;
    quint64 m_lastId = 0;
    QString m_final; ///< what cannot be taken back and stands before the first act
    QList<Offer> m_wanted; ///< the first one is under way
    quint64 m_refused = 0; ///< the act whose step was refused last
};

} // namespace parking::ui

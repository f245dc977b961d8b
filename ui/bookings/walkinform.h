#pragma once

#include "domain/walkin.h"
#include "theme/theme.h"

#include <QTimeZone>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace parking::ui {

/// "Book now until": a click on an end books the space for whoever stands there. The address is the
/// site's contact for those who tell none, or is typed.
class WalkInForm : public QWidget {
    Q_OBJECT

public:
    explicit WalkInForm(const Theme &theme, QWidget *parent = nullptr);

    /// Of this space; what was typed for another is forgotten.
    void setSpace(const domain::SpaceId &space);
    void setContact(const QString &email); ///< the site's
    /// Ends to choose from; rules refer to `now`.
    void setEnds(const QList<UtcTime> &ends, const QTimeZone &zone, UtcTime now);
    void setRules(const domain::BookingPolicy &policy, const domain::BookingPlace &place);
    void setWaiting(const QString &why); ///< why nothing can be booked now; empty: it can
    /// The wish for this space was not done, or was. True: it is told here, for nothing else is
    /// being typed by now.
    bool setRefused(const domain::SpaceId &space, const QString &words);
    bool setBooked(const domain::SpaceId &space);

Q_SIGNALS:
    void bookAsked(const parking::domain::BookingDraft &draft);
    void contactKept(const QString &email); ///< for those who tell none from now on
    void moreAsked(const parking::domain::BookingDraft &draft); ///< with all fields

private:
    void book(UtcTime end);
    domain::BookingDraft draft(UtcTime end) const;
    void tell(const QString &words);
    void updateFields();
    bool needsReason() const;

    const Theme &m_theme;
    domain::SpaceId m_space;
    QString m_contact;
    domain::BookingPolicy m_policy;
    domain::BookingPlace m_place;
    QList<UtcTime> m_ends;
    QTimeZone m_zone;
    UtcTime m_now;
    QString m_waiting;
    bool m_isAsked = false; ///< a wish is without an answer
    QWidget *m_chips;
    QList<QPushButton *> m_buttons;
    QLineEdit *m_email;
    QLineEdit *m_reason;
    QCheckBox *m_keep;
    QPushButton *m_more;
    QLabel *m_answer;
};

} // namespace parking::ui

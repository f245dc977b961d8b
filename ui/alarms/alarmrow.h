#pragma once

#include "domain/alarm.h"
#include "theme/theme.h"

#include <QFrame>
#include <QTimeZone>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace parking::ui {

/// One cause: what is wrong, since when and where, what to do, and the way there.
class AlarmRow : public QFrame {
    Q_OBJECT

public:
    /// How it is told beside its words.
    struct Look {
        UtcTime now = {};
        QTimeZone zone = {};
        bool readOnly = false;
        bool isCleared = false; ///< it leaves soon
    };

    explicit AlarmRow(const Theme &theme, QWidget *parent = nullptr);

    void setAlarm(const domain::Alarm &alarm, const Look &look);
    const domain::Alarm &alarm() const { return m_alarm; }
    bool isUnfolded() const { return m_isUnfolded; }

Q_SIGNALS:
    void remedyAsked(const parking::domain::Alarm &alarm);
    void acknowledgeAsked(const parking::domain::AlarmId &alarm);
    void memberChosen(const parking::domain::AlarmMember &member);
    void allAsked(const parking::domain::Alarm &alarm); ///< "all in Devices"

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void unfold(bool unfold);
    void fillMembers();

    const Theme &m_theme;
    domain::Alarm m_alarm;
    bool m_isCleared = false;
    bool m_isUnfolded = false;
    QLabel *m_title;
    QLabel *m_age;
    QLabel *m_place;
    QLabel *m_advice;
    QPushButton *m_remedy;
    QPushButton *m_acknowledge;
    QPushButton *m_fold;
    QWidget *m_members;
    QVBoxLayout *m_memberRows;
    QList<domain::AlarmMember> m_shownMembers;
};

} // namespace parking::ui

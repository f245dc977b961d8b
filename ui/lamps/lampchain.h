#pragma once

#include "domain/downlink.h"
#include "theme/theme.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;

namespace parking::ui {

/// The way of one command with times, step by step: decided, sent, on the air, confirmed; and what
/// is still to come. ChirpStack's own words are folded away under "Details".
class LampChain : public QWidget {
    Q_OBJECT

public:
    explicit LampChain(const Theme &theme, QWidget *parent = nullptr);

    void setChain(const domain::Downlink &row, const QList<domain::DownlinkEvent> &chain);
    static constexpr int kShown = 7; ///< steps of a long way: the first and the newest

private:
    enum class Sign { Done, Failed, Open };
    struct Step {
        Sign sign = Sign::Done;
        std::optional<UtcTime> time = {};
        QString words = {};
        QString note = {}; ///< below the words
        QString delay = {};
    };
    void rebuild();
    void add(const Step &step);
    void foldDetails(bool open);
    static QList<Step> stepsOf(const domain::Downlink &row,
                               const QList<domain::DownlinkEvent> &chain);

    const Theme &m_theme;
    domain::Downlink m_row;
    QList<domain::DownlinkEvent> m_events;
    QWidget *m_steps = nullptr;
    QPushButton *m_fold;
    QPushButton *m_copy;
    QLabel *m_details;
};

} // namespace parking::ui

#pragma once

#include "domain/downlink.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace parking::ui {

/// The lamp of one space: the wanted colour beside the one it shows, why its last command is where
/// it is, that command's way with times, and the offer of another type.
class LampCard : public QWidget {
    Q_OBJECT

public:
    explicit LampCard(const Theme &theme, QWidget *parent = nullptr);

    void setLamp(const domain::LampStatus &lamp, UtcTime now);
    void setReadOnly(bool readOnly);

Q_SIGNALS:
    void typeAccepted(const parking::domain::DevEui &device, const QString &type);

private:
    QLabel *addColour(const QString &name, QLabel *&word, QLabel *&detail, QLayout *into);
    void setColour(QLabel *disc, QLabel *word, std::optional<domain::Rgb> colour,
                   std::optional<domain::SpaceState> state);
    void setChain(const domain::LampStatus &lamp);

    const Theme &m_theme;
    domain::LampStatus m_lamp;
    bool m_readOnly = false;
    QLabel *m_wantedDisc;
    QLabel *m_wanted;
    QLabel *m_wantedDetail;
    QLabel *m_shownDisc;
    QLabel *m_shown;
    QLabel *m_shownDetail;
    QLabel *m_why;
    QLabel *m_problem;
    QPushButton *m_accept;
    QVBoxLayout *m_chain;
};

/// A lamp's colour: a disc of 12 px with a ring, the only place where lamps' own colours appear.
/// Without a colour a dashed ring.
QPixmap lampDisc(std::optional<domain::Rgb> colour, const Theme &theme, qreal ratio);

} // namespace parking::ui

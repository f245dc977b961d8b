#pragma once

#include "domain/downlink.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QLayout;
class QMenu;
class QPushButton;

namespace parking::ui {

class LampChain;

/// The lamp of one space: the wanted colour beside the confirmed one, why its last command is where
/// it is, that command's way with times, its type and the offer of another one.
class LampCard : public QWidget {
    Q_OBJECT

public:
    /// The situation has reasons that the ledger does not know.
    LampCard(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    void setLamp(const domain::LampStatus &lamp);

Q_SIGNALS:
    /// `before`: the setting that it replaces; empty: chosen by the program.
    void typeAccepted(const parking::domain::DevEui &device, const QString &type,
                      const QString &before);

private:
    enum class Sign { None, Good, Bad };
    /// One of the two boxes that stand side by side.
    struct Box {
        QLabel *title;
        QLabel *sign;
        QLabel *disc;
        QLabel *word;
        QLabel *detail;
    };
    struct Shown {
        QString title;
        std::optional<domain::Rgb> colour = {};
        QString word = {};
        QString detail = {};
        Sign sign = Sign::None;
    };
    Box addBox(QBoxLayout &into);
    QLayout *makeType();
    void set(const Box &box, const Shown &shown);
    Shown wanted() const;
    Shown confirmed() const;
    void updateType();
    void fillTypes();
    void choose(const QString &type);
    void refresh();

    const Situation &m_situation;
    const Theme &m_theme;
    domain::LampStatus m_lamp;
    Box m_wanted;
    Box m_confirmed;
    QLabel *m_why;
    QLabel *m_problem;
    QPushButton *m_accept;
    QLabel *m_typeName;
    QLabel *m_type;
    QPushButton *m_change;
    QMenu *m_types;
    LampChain *m_chain;
};

} // namespace parking::ui

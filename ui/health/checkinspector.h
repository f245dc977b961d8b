#pragma once

#include "health/checktable.h"

class QGridLayout;
class QVBoxLayout;

namespace parking::ui {

/// One check in the inspector's place: how it stands, what to do, what goes on meanwhile, and the
/// last error in its own words.
class CheckInspector : public QFrame {
    Q_OBJECT

public:
    struct Content {
        QString id;
        CheckSign sign = CheckSign::Works;
        QString name;
        QString state; ///< "No answer"
        QString since; ///< "for 4 min, since 13:58"
        QStringList steps; ///< what to do, in order
        QList<std::pair<QString, QString>> meanwhile; ///< a part, and what it does now
        QString error; ///< as it was told; empty: none
        QString settings; ///< what the button to its settings says; empty: it has none
    };

    explicit CheckInspector(const Theme &theme, QWidget *parent = nullptr);

    void setContent(const Content &content);
    QString id() const { return m_content.id; }

Q_SIGNALS:
    void closed();
    void settingsAsked(const QString &id);
    void copyAsked(const QString &error);

private:
    QWidget *makeHead();
    QLabel *addSection(const QString &title);
    void refresh();
    void refreshSteps();
    void refreshMeanwhile();

    const Theme &m_theme;
    Content m_content;
    QVBoxLayout *m_layout;
    QLabel *m_name;
    QLabel *m_sign;
    QLabel *m_state;
    QLabel *m_since;
    QPushButton *m_settings;
    QLabel *m_stepsTitle;
    QWidget *m_steps = nullptr;
    QLabel *m_meanwhileTitle;
    QWidget *m_meanwhile = nullptr;
    QLabel *m_errorTitle;
    QLabel *m_error;
    QPushButton *m_copy;
};

} // namespace parking::ui
